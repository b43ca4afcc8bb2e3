/** Two configurations of an agent on the same tasks: who solves more, at which price, below and above 200 steps. */
@NullMarked
package dev.mimo.examples.duel;

import org.jspecify.annotations.NullMarked;
