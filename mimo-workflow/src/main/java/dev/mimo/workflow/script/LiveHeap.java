package dev.mimo.workflow.script;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;

/** How much of this process's heap is in use after collections: what scripts keep over many turns shows nowhere else. */
final class LiveHeap {

    /** Above this part of the heap a script has to go, while there is room for others to work. */
    private static final double FULL = 0.75;

    /** Between two collections of our own. */
    private static final long RESTED_NANOS = 250_000_000L;

    private static final List<MemoryPoolMXBean> POOLS = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP && pool.getCollectionUsage() != null)
            .toList();

    /** How often the collector is asked at all: turns can be many and short. */
    private static final long ASKED_NANOS = 5_000_000;

    private static volatile long askedAt = System.nanoTime() - ASKED_NANOS;
    private static long lookedAt = System.nanoTime() - RESTED_NANOS;

    private LiveHeap() {}

    static long most() {
        return Runtime.getRuntime().maxMemory();
    }

    /**
     * Whether the heap is nearly full. What the collector last saw may be long gone, so that alone never says so: a collection
     * of its own does, four times a second at most.
     */
    static boolean full() {
        long now = System.nanoTime();
        if (now - askedAt < ASKED_NANOS) {
            return false;
        }
        askedAt = now;
        return seenFull();
    }

    private static synchronized boolean seenFull() {
        if (live() <= most() * FULL || System.nanoTime() - lookedAt < RESTED_NANOS) {
            return false;
        }
        System.gc();
        lookedAt = System.nanoTime();
        return live() > most() * FULL;
    }

    private static long live() {
        long live = 0;
        for (MemoryPoolMXBean pool : POOLS) {
            MemoryUsage after = pool.getCollectionUsage();
            live += after == null ? 0 : after.getUsed();
        }
        return live;
    }
}
