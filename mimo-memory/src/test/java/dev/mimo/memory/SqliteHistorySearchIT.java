package dev.mimo.memory;

import dev.mimo.session.HistorySearch;
import dev.mimo.session.SessionId;
import dev.mimo.session.SessionStore;
import dev.mimo.testing.junit.HistorySearchContract;
import java.nio.file.Path;

class SqliteHistorySearchIT extends HistorySearchContract {

    @Override
    protected SessionStore openStore(Path folder) {
        return SqliteSessionStore.at(folder.resolve("memory"));
    }

    @Override
    protected HistorySearch search(SessionStore store) {
        return ((SqliteSessionStore) store).search();
    }

    @Override
    protected void assign(SessionStore store, SessionId session, String project) {
        ((SqliteSessionStore) store).assign(session, project);
    }
}
