package dev.mimo.session;

import dev.mimo.testing.junit.HistorySearchContract;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

class ScanningHistorySearchTest extends HistorySearchContract {

    private final Map<SessionId, String> projects = new HashMap<>();

    @Override
    protected SessionStore openStore(Path folder) {
        return new InMemorySessionStore();
    }

    @Override
    protected HistorySearch search(SessionStore store) {
        return new ScanningHistorySearch(store, projects::get);
    }

    @Override
    protected void assign(SessionStore store, SessionId session, String project) {
        projects.put(session, project);
    }
}
