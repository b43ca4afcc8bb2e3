package dev.mimo.session;

import java.time.Instant;

/**
 * An entry in its place.
 *
 * @param sequence its number in the session, from 0 without gaps
 * @param at when it was written, to the millisecond
 */
public record Stored(long sequence, Instant at, Entry entry) {}
