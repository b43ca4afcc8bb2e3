package dev.mimo.session;

import dev.mimo.testing.junit.SessionStoreContract;
import java.nio.file.Path;

class FileSessionStoreIT extends SessionStoreContract {

    @Override
    protected SessionStore openStore(Path folder) {
        return FileSessionStore.at(folder.resolve("sessions"));
    }
}
