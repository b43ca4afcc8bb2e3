package dev.mimo.memory;

import dev.mimo.memory.layer.LayerGuard;
import dev.mimo.memory.layer.LayerLedger;
import dev.mimo.memory.layer.MarkdownMemoryStore;
import dev.mimo.memory.layer.Notes;
import dev.mimo.memory.layer.Projects;
import dev.mimo.memory.layer.Promotion;
import dev.mimo.memory.layer.SessionLayers;
import dev.mimo.memory.sqlite.Database;
import dev.mimo.memory.sqlite.SqliteLedger;
import java.nio.file.Path;
import java.time.Clock;
import org.sqlite.SQLiteConfig;

/**
 * The layers under one memory root, with their ledger in its database: for people's commands, and for hosts that put memory
 * together themselves. Nothing is made before something is written. Safe for use by several threads and processes.
 */
public final class MemoryRoot implements AutoCloseable {

    private final Path root;
    private final Clock clock;
    private final Database database;
    private final LayerLedger ledger;
    private final MarkdownMemoryStore store;

    private MemoryRoot(Path root, Clock clock) {
        this.root = root;
        this.clock = clock;
        database = new Database(root, SQLiteConfig.SynchronousMode.NORMAL);
        ledger = new SqliteLedger(database);
        store = MarkdownMemoryStore.at(root, ledger);
    }

    public static MemoryRoot at(Path root) {
        return at(root, Clock.systemUTC());
    }

    public static MemoryRoot at(Path root, Clock clock) {
        return new MemoryRoot(root.toAbsolutePath(), clock);
    }

    public LayerLedger ledger() {
        return ledger;
    }

    /** Project and global memory. */
    public MarkdownMemoryStore store() {
        return store;
    }

    public Notes notes() {
        return Notes.in(root, ledger);
    }

    public Projects projects() {
        return new Projects(ledger, clock);
    }

    public Promotion promotion() {
        return new Promotion(store, ledger, clock);
    }

    public LayerGuard guard(SessionLayers sessions) {
        return new LayerGuard(root, ledger, sessions, clock);
    }

    @Override
    public void close() {
        database.close();
    }
}
