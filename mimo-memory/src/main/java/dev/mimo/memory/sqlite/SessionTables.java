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

    private SessionTables() {}
}
