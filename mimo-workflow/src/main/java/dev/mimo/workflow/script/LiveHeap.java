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

    private static final long TRUSTED_NANOS = 10_000_000_000L;

    private static final List<MemoryPoolMXBean> POOLS = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP && pool.getCollectionUsage() != null)
            .toList();

    /** How often the collector is asked at all: turns can be many and short. */
    private static final long ASKED_NANOS = 5_000_000;

    private static volatile long askedAt = System.nanoTime() - ASKED_NANOS;
    private static long lookedAt = System.nanoTime() - TRUSTED_NANOS;
    private static long actedOn = -1;

    private LiveHeap() {}

    static long most() {
        return Runtime.getRuntime().maxMemory();
    }

    /**
     * Whether the heap is nearly full. What the collector last saw may be long gone, so a bad answer is looked at again with
     * a collection of its own: when the last look is ten seconds old, or a script has gone since.
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
        long live = live();
        if (live <= most() * FULL) {
            return false;
        }
        if (live == actedOn || System.nanoTime() - lookedAt > TRUSTED_NANOS) {
            System.gc();
            lookedAt = System.nanoTime();
            live = live();
        }
        return live > most() * FULL;
    }

    /** A script has gone because of the last answer; what it kept is free at the next collection. */
    static synchronized void acted() {
        actedOn = live();
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
