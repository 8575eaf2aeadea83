/** The values that go into and come out of the client. */
@NullMarked
package dev.imagefactory.client.models;

import org.jspecify.annotations.NullMarked;
