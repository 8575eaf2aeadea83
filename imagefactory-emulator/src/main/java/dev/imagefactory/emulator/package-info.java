/**
 * An Image Factory in one process: the contract of {@code docs/image-factory-openapi.yaml} over real HTTP on loopback,
 * with a state that outlives the process.
 *
 * <p>It is for tests, demonstrations and dry runs of everything that talks to the real service, whose builds take
 * hours. It can be told to fail, hang, throttle, forget or drop ({@link dev.imagefactory.emulator.EmulatorRule}),
 * because those are the cases that matter.
 *
 * <p>It must not know the client, the planner, templates or secrets. Only the contract ties it to the client: the two
 * share no class, so that one mistake cannot hide in both. Of a submitted definition it keeps the image names, the
 * artifact names and a SHA-256, never the text.
 *
 * <p>Start reading at {@link dev.imagefactory.emulator.ImageFactoryEmulator}, which wires the rest by hand. A request
 * passes {@code HttpFront} (transport, token, throttling), {@code ImageRoutes} (the contract's operations) and
 * {@code ImageFactory} (what the service does), and ends in {@code JobStore} (SQLite). What state a job is in is told
 * by {@code Job} alone.
 */
@NullMarked
package dev.imagefactory.emulator;

import org.jspecify.annotations.NullMarked;
