/** A new window for a long session: what the model sees once the old one is full. */
package dev.mimo.memory.rebuild;
