@NullMarked
package dev.imagefactory.planner;

import org.jspecify.annotations.NullMarked;
