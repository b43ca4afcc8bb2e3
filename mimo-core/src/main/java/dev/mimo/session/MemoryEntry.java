package dev.mimo.session;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is remembered beyond its session.
 *
 * @param id stable, unique within its scope, never given twice: letters, digits and {@code -}
 * @param kind what sort of thing it is
 * @param text one line, 1 to 1,000 characters
 * @param status how sure it is
 * @param origin whose word it is
 * @param seen where it comes from; null when a person wrote it into the file
 * @param paths files it speaks of, relative to the project; may be empty
 */
public record MemoryEntry(
        String id,
        Kind kind,
        String text,
        Status status,
        Origin origin,
        @Nullable Seen seen,
        List<String> paths) {

    private static final int LONGEST = 1_000;

    public MemoryEntry {
        paths = List.copyOf(paths);
        if (!id.matches("[A-Za-z0-9-]{1,64}")) {
            throw new IllegalArgumentException("an entry's id has 1 to 64 letters, digits and -, not \"" + id + "\"");
        }
        if (text.isBlank() || text.length() > LONGEST || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "entry " + id + " is one line of 1 to " + LONGEST + " characters, not " + text.length());
        }
    }

    /** Whether it is a person's own: then no agent rewords or removes it. */
    public boolean belongsToPerson() {
        return seen == null;
    }

    public MemoryEntry withStatus(Status other) {
        return new MemoryEntry(id, kind, text, other, origin, seen, paths);
    }

    public MemoryEntry withSeen(Seen other) {
        return new MemoryEntry(id, kind, text, status, origin, other, paths);
    }

    public MemoryEntry withText(String other) {
        return new MemoryEntry(id, kind, other, status, origin, seen, paths);
    }

    /** What sort of thing is remembered. */
    public enum Kind {
        /** What has to be done or left undone, always. */
        RULE,
        /** What was chosen, and why. */
        DECISION,
        /** What is so. */
        FACT,
        /** What surprises, and how to get around it. */
        GOTCHA,
        /** How the user likes things. */
        PREFERENCE
    }

    /** How sure it is. */
    public enum Status {
        /** Seen once. */
        OBSERVED,
        /** Seen in several sessions, or said by the user. */
        CONFIRMED,
        /** A check passed that shows it. */
        VERIFIED,
        /** Something seen later speaks against it. */
        CONTRADICTED,
        /** No longer shown to agents. */
        RETIRED;

        /** Whether agents are to be told. */
        public boolean isCurrent() {
            return this != CONTRADICTED && this != RETIRED;
        }
    }

    /** Whose word it is. */
    public enum Origin {
        /** The user said it. */
        USER,
        /** An agent found it. */
        AGENT
    }

    /**
     * Where an entry comes from.
     *
     * @param first when it was first seen
     * @param last when it was last seen
     * @param sessions the distinct sessions in which it was seen, oldest first, the last 20 of them
     * @param evidence what showed it, oldest first, the last 20
     * @param supersedes the entry whose place it takes; null when it takes none
     */
    public record Seen(
            Instant first,
            Instant last,
            List<SessionId> sessions,
            List<MessageRef> evidence,
            @Nullable String supersedes) {

        private static final int MOST = 20;

        public Seen {
            sessions = newest(sessions);
            evidence = newest(evidence);
        }

        /** Seen for the first time. */
        public static Seen once(Instant at, SessionId session, List<MessageRef> evidence) {
            return new Seen(at, at, List.of(session), evidence, null);
        }

        /** Seen again. */
        public Seen again(Instant at, SessionId session, List<MessageRef> more) {
            List<SessionId> sessionsNow = new ArrayList<>(sessions);
            sessionsNow.add(session);
            List<MessageRef> evidenceNow = new ArrayList<>(evidence);
            evidenceNow.addAll(more);
            return new Seen(first, at.isAfter(last) ? at : last, sessionsNow, evidenceNow, supersedes);
        }

        private static <T> List<T> newest(List<T> all) {
            Set<T> distinct = new LinkedHashSet<>(all);
            List<T> kept = List.copyOf(distinct);
            return kept.subList(Math.max(0, kept.size() - MOST), kept.size());
        }
    }
}
