/**
 * Things an agent can do.
 *
 * <p>A {@link dev.mimo.tool.Tool} says what it is for, what it would do to the world, and does it. Make one from a record
 * and a lambda ({@link dev.mimo.tool.Tool#of}), from annotated methods ({@link dev.mimo.tool.Tool#from}), or implement the
 * interface.
 */
package dev.mimo.tool;
