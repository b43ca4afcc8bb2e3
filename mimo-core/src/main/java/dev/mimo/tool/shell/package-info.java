/**
 * Shell commands as tools: {@code bash} runs a command line, {@code job} looks after those that run in the background.
 *
 * <p>{@link dev.mimo.tool.shell.ShellTools} makes them; a {@link dev.mimo.tool.shell.CommandRunner} decides where commands
 * run. A command that is allowed to run has the rights of the process it runs in: this is no sandbox.
 */
package dev.mimo.tool.shell;
