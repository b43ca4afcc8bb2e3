/**
 * What people write for agents in files: instructions, skills, sub-agents, commands and hooks.
 *
 * <p>{@link dev.mimo.extension.Extensions} is the door. A folder acts only when the host {@linkplain dev.mimo.extension.Trust
 * trusts} it: from any other, instruction files are shown to the model as marked text, and nothing else is even opened. What
 * a repository brings never sets hooks, permissions, endpoints or keys, trusted or not. Reading never throws: every file that
 * was found stands in a {@linkplain dev.mimo.extension.Report report}, with what became of it.
 */
package dev.mimo.extension;
