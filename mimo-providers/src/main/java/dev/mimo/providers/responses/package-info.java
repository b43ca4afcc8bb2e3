/**
 * OpenAI's responses dialect, with nothing stored at the server: how a prompt is written as items, and how the events of an
 * answer are read. Not exported.
 */
package dev.mimo.providers.responses;
