package dev.mimo.session;

import dev.mimo.testing.junit.SessionStoreContract;
import java.nio.file.Path;

class InMemorySessionStoreTest extends SessionStoreContract {

    @Override
    protected SessionStore openStore(Path folder) {
        return new InMemorySessionStore();
    }

    @Override
    protected boolean isDurable() {
        return false;
    }
}
