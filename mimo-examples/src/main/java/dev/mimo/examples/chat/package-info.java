/** Working with the agent in a terminal: a person says what to do, watches, is asked, and interrupts. */
@NullMarked
package dev.mimo.examples.chat;

import org.jspecify.annotations.NullMarked;
