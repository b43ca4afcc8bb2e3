/** Upkeep of memory: what is remembered of a project is put in order now and then, and every change can be taken back. */
package dev.mimo.memory.upkeep;
