/** The coding agent that the command line runs: its settings, and where its model, its extensions and its past come from. */
@NullMarked
package dev.mimo.examples.coder;

import org.jspecify.annotations.NullMarked;
