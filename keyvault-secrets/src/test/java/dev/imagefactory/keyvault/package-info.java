@NullMarked
package dev.imagefactory.keyvault;

import org.jspecify.annotations.NullMarked;
