/** What the client is made of; not for callers. */
@NullMarked
package dev.imagefactory.client.implementation;

import org.jspecify.annotations.NullMarked;
