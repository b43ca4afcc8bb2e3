package dev.mimo.memory.layer;

import java.nio.file.Path;

class InMemoryLayerLedgerTest extends LayerLedgerContract {

    @Override
    protected LayerLedger open(Path folder) {
        return new InMemoryLayerLedger();
    }
}
