package dev.mimo.memory.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.memory.layer.LayerLedger;
import dev.mimo.memory.layer.LayerLedgerContract;
import dev.mimo.memory.layer.Shelf;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig.SynchronousMode;

class SqliteLedgerIT extends LayerLedgerContract {

    private Database database;

    @Override
    protected LayerLedger open(Path folder) {
        database = new Database(folder, SynchronousMode.NORMAL);
        return new SqliteLedger(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void what_was_put_there_outlives_the_process(@TempDir Path folder) {
        try (Database first = new Database(folder, SynchronousMode.NORMAL)) {
            new SqliteLedger(first).update(Shelf.PROJECT, "a", old -> "1");
        }
        try (Database second = new Database(folder, SynchronousMode.NORMAL)) {
            assertThat(new SqliteLedger(second).find(Shelf.PROJECT, "a")).isEqualTo("1");
        }
    }
}
