/**
 * Tools that read, search and change the files of a workspace.
 *
 * <p>{@link dev.mimo.tool.coding.CodingTools} gives them. They work on real paths, open nothing but regular files and
 * folders, keep charset, byte order mark, line ends and mode of what they change, replace files atomically, and refuse to
 * change what the agent has not seen as it is now.
 */
package dev.mimo.tool.coding;
