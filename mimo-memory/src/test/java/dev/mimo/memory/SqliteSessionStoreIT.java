package dev.mimo.memory;

import dev.mimo.session.SessionStore;
import dev.mimo.testing.junit.SessionStoreContract;
import java.nio.file.Path;

class SqliteSessionStoreIT extends SessionStoreContract {

    @Override
    protected SessionStore openStore(Path folder) {
        return SqliteSessionStore.at(folder.resolve("memory"));
    }
}
