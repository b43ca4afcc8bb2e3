/** What agents did again and again: tool calls as shapes that can be compared, and sequences of them that repeat. */
package dev.mimo.memory.procedure;
