@NullMarked
package dev.imagefactory.ledger;

import org.jspecify.annotations.NullMarked;
