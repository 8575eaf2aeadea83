@NullMarked
package dev.imagefactory.authoring;

import org.jspecify.annotations.NullMarked;
