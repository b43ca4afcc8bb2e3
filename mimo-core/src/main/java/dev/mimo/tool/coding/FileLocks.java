package dev.mimo.tool.coding;

import java.nio.file.Path;
import java.util.Collection;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one change at a time work on a file, over all sessions of an environment. A fixed number of locks is shared by all
 * files, so that nothing is left behind; they are always taken in the same order.
 */
final class FileLocks {

    private static final int LOCKS = 64;

    private final ReentrantLock[] locks = new ReentrantLock[LOCKS];

    FileLocks() {
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new ReentrantLock();
        }
    }

    <T> T hold(Collection<Path> files, Callable<T> work) throws Exception {
        int[] order = files.stream()
                .mapToInt(file -> Math.floorMod(file.hashCode(), LOCKS))
                .distinct()
                .sorted()
                .toArray();
        int held = 0;
        try {
            for (; held < order.length; held++) {
                locks[order[held]].lockInterruptibly();
            }
            return work.call();
        } finally {
            while (held > 0) {
                locks[order[--held]].unlock();
            }
        }
    }
}
