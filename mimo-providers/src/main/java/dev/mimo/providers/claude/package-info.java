/** What somebody has set up for Claude Code, taken over for an agent of this library: {@link dev.mimo.providers.claude.ClaudeCodeConfig}. */
@org.jspecify.annotations.NullMarked
package dev.mimo.providers.claude;
