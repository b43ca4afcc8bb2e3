/**
 * The chat completions dialect, as OpenAI defined it and many servers speak it: how a prompt is written and how an answer is
 * read. {@link dev.mimo.providers.openai.ChatPolicy} is what one endpoint wants that another does not.
 */
package dev.mimo.providers.openai;
