/** Instances of SWE-bench: the coding agent works on each, and its patch is written as the public harness reads it. */
@NullMarked
package dev.mimo.examples.swe;

import org.jspecify.annotations.NullMarked;
