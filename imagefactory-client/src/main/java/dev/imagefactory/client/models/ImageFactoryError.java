package dev.imagefactory.client.models;

import org.jspecify.annotations.Nullable;

/**
 * The service's own words on why something failed; foreign text, to be shown with care.
 *
 * @param code a stable name of the error; empty where the service gave none
 * @param message the error in words
 * @param target the part that failed, for instance an artifact
 */
public record ImageFactoryError(
        String code, String message, @Nullable String target) {}
