package dev.mimo.testing.server;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All that goes wrong with one answer, one by one. Confined to one thread. */
final class ActiveFaults {

    private final List<WireFault> faults = new ArrayList<>();

    void add(WireFault fault) {
        if (fault instanceof WireFault.Together together) {
            together.faults().forEach(this::add);
        } else if (!(fault instanceof WireFault.None)) {
            faults.add(fault);
        }
    }

    List<WireFault> all() {
        return faults;
    }

    /** The first of a kind; null when there is none. */
    <F extends WireFault> @Nullable F find(Class<F> kind) {
        for (WireFault fault : faults) {
            if (kind.isInstance(fault)) {
                return kind.cast(fault);
            }
        }
        return null;
    }

    boolean has(Class<? extends WireFault> kind) {
        return find(kind) != null;
    }
}
