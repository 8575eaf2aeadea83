/** A program of somebody else, who embeds the planner; {@code docs/embedding.md} shows it. */
@NullMarked
package com.example;

import org.jspecify.annotations.NullMarked;
