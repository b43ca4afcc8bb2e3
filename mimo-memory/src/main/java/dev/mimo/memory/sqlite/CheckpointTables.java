package dev.mimo.memory.sqlite;

import java.util.List;

/** The table of checkpoints. */
final class CheckpointTables {

    /**
     * A version is stored whole, as JSON; beside it stands what people look for. A session goes by its name, so that it may be
     * kept elsewhere; where it is kept here, its checkpoints go with it.
     */
    static final List<String> STEP = List.of("""
            CREATE TABLE checkpoint (
                session TEXT NOT NULL,
                version INTEGER NOT NULL,
                parent INTEGER,
                at INTEGER NOT NULL,
                status TEXT NOT NULL,
                covered INTEGER NOT NULL,
                written INTEGER NOT NULL,
                model TEXT,
                tokens INTEGER NOT NULL,
                cost_usd TEXT,
                hash TEXT NOT NULL,
                json TEXT NOT NULL,
                PRIMARY KEY (session, version)
            ) STRICT, WITHOUT ROWID""", """
            CREATE TRIGGER checkpoint_session_deleted AFTER DELETE ON session BEGIN
                DELETE FROM checkpoint WHERE session = old.name;
            END""");

    private CheckpointTables() {}
}
