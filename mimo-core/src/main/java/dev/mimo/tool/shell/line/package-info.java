/**
 * Reads command lines for the permission gate: which commands would run, what else they may mean, and which files they name.
 * Nothing is run.
 *
 * <p>{@link dev.mimo.tool.shell.line.ShellActions} is the door; the shell tools alone go through it.
 */
package dev.mimo.tool.shell.line;
