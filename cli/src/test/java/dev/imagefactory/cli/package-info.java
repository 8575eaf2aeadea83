@NullMarked
package dev.imagefactory.cli;

import org.jspecify.annotations.NullMarked;
