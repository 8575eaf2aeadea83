/**
 * The typed client of the Image Factory service: it starts, watches, lists and cancels jobs that build images.
 *
 * <p>It knows HTTP, the service's contract and its errors. It must not know templates, plans or ledgers: a payload is
 * bytes that are sent as they were given.
 *
 * <p>Start reading at {@link dev.imagefactory.client.ImageFactoryClient}; what goes over the wire stands in
 * {@link dev.imagefactory.client.models.ServiceContract}, the order of the pipeline's policies in
 * {@link dev.imagefactory.client.ImageFactoryClientBuilder}. Whatever fails does so with an
 * {@link dev.imagefactory.client.models.ImageFactoryException}, whose kind says what the caller can do about it.
 */
@NullMarked
package dev.imagefactory.client;

import org.jspecify.annotations.NullMarked;
