package dev.mimo.session;

import dev.mimo.testing.junit.SessionCrashContract;
import java.nio.file.Path;

final class FileCrashIT extends SessionCrashContract {

    public static void main(String[] arguments) {
        append(FileSessionStore::at, arguments);
    }

    @Override
    protected SessionStore open(Path folder) {
        return FileSessionStore.at(folder);
    }
}
