/**
 * Takes back what an agent did to files.
 *
 * <p>{@link dev.mimo.undo.Undo} is a part that keeps what each call is about to change, and restores it for a turn or back to a
 * step. What a person has changed since is never touched.
 */
package dev.mimo.undo;
