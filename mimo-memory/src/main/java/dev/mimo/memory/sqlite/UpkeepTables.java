package dev.mimo.memory.sqlite;

import java.util.List;

/** The runs of upkeep, with what each file held before and after; and when each job of a project ran. */
final class UpkeepTables {

    static final List<String> STEP = List.of("""
            CREATE TABLE upkeep_run (
                number INTEGER PRIMARY KEY,
                id TEXT NOT NULL UNIQUE,
                job TEXT NOT NULL,
                project TEXT NOT NULL,
                at INTEGER NOT NULL,
                status TEXT NOT NULL,
                report TEXT NOT NULL,
                before BLOB,
                after BLOB
            ) STRICT""", """
            CREATE TABLE upkeep_schedule (
                job TEXT NOT NULL,
                project TEXT NOT NULL,
                succeeded INTEGER NOT NULL,
                tried INTEGER NOT NULL,
                failures INTEGER NOT NULL,
                PRIMARY KEY (job, project)
            ) STRICT""");

    /** How far each job of a project has looked. */
    static final List<String> MARKS = List.of("""
            CREATE TABLE upkeep_mark (
                job TEXT NOT NULL,
                project TEXT NOT NULL,
                mark TEXT NOT NULL,
                PRIMARY KEY (job, project)
            ) STRICT""");

    private UpkeepTables() {}
}
