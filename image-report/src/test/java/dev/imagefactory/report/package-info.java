@NullMarked
package dev.imagefactory.report;

import org.jspecify.annotations.NullMarked;
