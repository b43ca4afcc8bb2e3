package dev.mimo.memory.sqlite;

import java.util.List;

/** The table behind the ledger of the layers. */
final class LedgerTables {

    static final List<String> STEP = List.of("""
            CREATE TABLE ledger (
                shelf TEXT NOT NULL,
                key TEXT NOT NULL,
                value TEXT NOT NULL,
                PRIMARY KEY (shelf, key)
            ) STRICT""");

    private LedgerTables() {}
}
