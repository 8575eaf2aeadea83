@NullMarked
package dev.imagefactory.pullrequests;

import org.jspecify.annotations.NullMarked;
