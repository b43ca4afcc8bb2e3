/** The door to memory: where sessions are kept in one database. */
package dev.mimo.memory;
