/** Shows on a terminal what an agent does, as it does it. */
@NullMarked
package dev.mimo.examples.terminal;

import org.jspecify.annotations.NullMarked;
