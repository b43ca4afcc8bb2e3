package dev.mimo.workflow.journal;

import java.time.Instant;

/**
 * A record in its place.
 *
 * @param sequence its number in the run, from 0 without gaps
 * @param at when it was written, to the millisecond; never before the one before
 */
public record Recorded(long sequence, Instant at, JournalRecord record) {}
