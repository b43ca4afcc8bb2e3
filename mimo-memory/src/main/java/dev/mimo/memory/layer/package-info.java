/** What is remembered beyond a session, as Markdown that people can read and edit, and the notes of a session. */
package dev.mimo.memory.layer;
