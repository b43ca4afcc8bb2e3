/** Small programs that show how the library is used: one file each, to be read from top to bottom. */
@NullMarked
package dev.mimo.examples;

import org.jspecify.annotations.NullMarked;
