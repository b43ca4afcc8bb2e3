package dev.mimo.session;

import dev.mimo.testing.junit.MemoryStoreContract;
import java.nio.file.Path;

class InMemoryMemoryStoreTest extends MemoryStoreContract {

    @Override
    protected MemoryStore openStore(Path folder) {
        return new InMemoryMemoryStore();
    }

    @Override
    protected boolean isDurable() {
        return false;
    }
}
