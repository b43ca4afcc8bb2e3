/**
 * Requests as model servers see them: the three dialects read into prompts, and what providers demand of a request beyond its
 * being JSON, so that whatever writes requests can be tested against their rules.
 */
package dev.mimo.testing.wire;
