package dev.mimo.session;

import java.time.Instant;

/**
 * A session in a list.
 *
 * @param entries how many there are
 * @param lastWritten when the last one was added
 */
public record SessionInfo(SessionId id, long entries, Instant lastWritten) {}
