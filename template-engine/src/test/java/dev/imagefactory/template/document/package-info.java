@NullMarked
package dev.imagefactory.template.document;

import org.jspecify.annotations.NullMarked;
