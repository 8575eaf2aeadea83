@NullMarked
package dev.imagefactory.benchmarks;

import org.jspecify.annotations.NullMarked;
