package dev.mimo.memory.sqlite;

import java.util.List;

/**
 * Tables of the index of history. They hold no text that table {@code entry} has: what is shown of a hit is read from there.
 *
 * <p>{@code history} finds chunks by word, by literal and by scope; {@code history_fragment} finds distinct literals by any
 * three characters of them, so that a part of a name leads to the literals that have it, and these to the chunks.
 */
final class HistoryTables {

    static final List<String> STEP = List.of(
            "ALTER TABLE session ADD COLUMN project TEXT",
            // How far the index reaches, in ids of entries; and how often sessions were deleted or assigned anew.
            "CREATE TABLE history_mark (id INTEGER PRIMARY KEY CHECK (id = 1), entry INTEGER NOT NULL,"
                    + " changes INTEGER NOT NULL) STRICT",
            "INSERT INTO history_mark VALUES (1, 0, 0)",
            "CREATE TABLE history_chunk (id INTEGER PRIMARY KEY, entry_id INTEGER NOT NULL, part INTEGER NOT NULL)"
                    + " STRICT",
            "CREATE VIRTUAL TABLE history USING fts5(text, literals, scope, content='', contentless_delete=1,"
                    + " tokenize=\"unicode61 remove_diacritics 0 tokenchars '_-./\\:@#$%&+=~?!,;*'\")",
            "CREATE TABLE history_literal (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT",
            "CREATE VIRTUAL TABLE history_fragment USING fts5(text, content='history_literal', content_rowid='id',"
                    + " detail=none, columnsize=0, tokenize='trigram')",
            // Segments of an index are merged eight at a time rather than four: a sixth less work for each message.
            "INSERT INTO history (history, rank) VALUES ('automerge', 8)",
            "INSERT INTO history_fragment (history_fragment, rank) VALUES ('automerge', 8)");

    private HistoryTables() {}
}
