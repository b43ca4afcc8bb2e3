/** A month of work on one project, in virtual time: what upkeep makes of what is remembered. */
@NullMarked
package dev.mimo.examples.month;

import org.jspecify.annotations.NullMarked;
