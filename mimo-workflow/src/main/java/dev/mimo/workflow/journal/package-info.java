/**
 * The append-only truth of a run: what was asked, what came of it, and in which order the script was told.
 *
 * <p>A {@link dev.mimo.workflow.journal.Journal} keeps runs and hands out one writer of each at a time. A run is a list of
 * {@linkplain dev.mimo.workflow.journal.JournalRecord records}, the first of which says what ran; replaying the script
 * against them leads to the same place without asking anybody again.
 */
package dev.mimo.workflow.journal;
