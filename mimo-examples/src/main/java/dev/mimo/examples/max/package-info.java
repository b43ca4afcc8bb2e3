/** A world in which Max Mode can be measured: steps that are right or wrong, and a judge that is right or wrong. */
@NullMarked
package dev.mimo.examples.max;

import org.jspecify.annotations.NullMarked;
