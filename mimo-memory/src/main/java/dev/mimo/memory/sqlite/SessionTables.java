package dev.mimo.memory.sqlite;

import java.util.List;

/** Where sessions and their entries stand. */
final class SessionTables {

    static final List<String> STEP = List.of("""
            CREATE TABLE session (
                id INTEGER PRIMARY KEY,
                name TEXT NOT NULL UNIQUE,
                entries INTEGER NOT NULL,
                created_at INTEGER NOT NULL,
                last_at INTEGER NOT NULL,
                lease TEXT,
                process INTEGER
            ) STRICT""", """
            CREATE TABLE entry (
                id INTEGER PRIMARY KEY,
                session_id INTEGER NOT NULL REFERENCES session(id) ON DELETE CASCADE,
                sequence INTEGER NOT NULL,
                at INTEGER NOT NULL,
                type TEXT NOT NULL,
                json TEXT NOT NULL,
                UNIQUE (session_id, sequence)
            ) STRICT""");

    /** What the entries tell is not written a second time: an append is one row. */
    static final List<String> COUNTED =
            List.of("ALTER TABLE session DROP COLUMN entries", "ALTER TABLE session DROP COLUMN last_at", """
            CREATE VIEW counted_session AS SELECT id, name, lease, project,
                coalesce((SELECT max(sequence) + 1 FROM entry WHERE session_id = session.id), 0) AS entries,
                coalesce(
                    (SELECT at FROM entry WHERE session_id = session.id ORDER BY sequence DESC LIMIT 1),
                    created_at) AS last_at
            FROM session""");

    private SessionTables() {}
}
