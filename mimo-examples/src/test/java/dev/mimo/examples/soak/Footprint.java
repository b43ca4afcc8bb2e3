package dev.mimo.examples.soak;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What this process holds.
 *
 * @param threads that live
 * @param handles that are open; 0 where the system does not tell
 * @param heapMiB that is in use after a collection
 */
record Footprint(int threads, int handles, double heapMiB) {

    static Footprint now() throws IOException {
        System.gc();
        double heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1024.0 / 1024.0;
        return new Footprint(ManagementFactory.getThreadMXBean().getThreadCount(), open(), heap);
    }

    private static int open() throws IOException {
        Path folder = Path.of("/proc/self/fd");
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> all = Files.list(folder)) {
            return (int) all.count();
        }
    }
}
