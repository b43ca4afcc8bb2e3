/** The command line {@code mimo}: coding agents in the current folder, without a window. */
@NullMarked
package dev.mimo.examples.cli;

import org.jspecify.annotations.NullMarked;
