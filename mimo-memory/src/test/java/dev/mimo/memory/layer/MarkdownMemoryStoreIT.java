package dev.mimo.memory.layer;

import dev.mimo.session.MemoryStore;
import dev.mimo.testing.junit.MemoryStoreContract;
import java.nio.file.Path;

class MarkdownMemoryStoreIT extends MemoryStoreContract {

    @Override
    protected MemoryStore openStore(Path folder) {
        return MarkdownMemoryStore.at(folder.resolve("memory"));
    }
}
