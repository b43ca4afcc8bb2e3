package dev.mimo.memory;

import dev.mimo.session.SessionStore;
import dev.mimo.testing.junit.SessionCrashContract;
import java.nio.file.Path;

final class SqliteCrashIT extends SessionCrashContract {

    public static void main(String[] arguments) {
        append(SqliteSessionStore::at, arguments);
    }

    @Override
    protected SessionStore open(Path folder) {
        return SqliteSessionStore.at(folder);
    }
}
