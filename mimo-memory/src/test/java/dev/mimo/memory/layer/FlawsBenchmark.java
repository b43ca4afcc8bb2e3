package dev.mimo.memory.layer;

import dev.mimo.session.MemoryEntry;
import dev.mimo.session.SessionId;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** How long it takes to find what is wrong with 10,000 entries; run by hand, with the number of entries as argument; how much memory it needs is told by {@code -Xmx}. */
final class FlawsBenchmark {

    private static final Instant AT = Instant.parse("2026-03-01T10:00:00Z");
    private static final int ROUNDS = 5;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private FlawsBenchmark() {}

    public static void main(String[] args) {
        int size = args.length == 0 ? 10_000 : Integer.parseInt(args[0]);
        List<MemoryEntry> entries = entries(size);
        for (int round = 0; round < ROUNDS; round++) {
            long begin = THREADS.getCurrentThreadCpuTime();
            List<Flaw> found = new Flaws(AT, null, Long.MAX_VALUE).find(entries);
            long millis = (THREADS.getCurrentThreadCpuTime() - begin) / 1_000_000;
            Map<Flaw.Kind, Integer> kinds = new TreeMap<>();
            found.forEach(flaw -> kinds.merge(flaw.kind(), 1, Integer::sum));
            System.out.println(size + " entries: " + millis + " ms of CPU, " + kinds);
        }
    }

    /** Sentences of 12 words out of 2,000; of 20 one is repeated, one says nearly the same, and one has another number. */
    private static List<MemoryEntry> entries(int size) {
        Random random = new Random(1);
        List<MemoryEntry> entries = new ArrayList<>();
        String last = sentence(random);
        while (entries.size() < size) {
            int turn = entries.size() % 20;
            String text = switch (turn) {
                case 1 -> last.toUpperCase(Locale.ROOT);
                case 3 -> last.replaceFirst("w\\p{Alpha}+ ", "");
                case 5 -> last.replaceFirst("[0-9]+$", "1");
                default -> sentence(random);
            };
            entries.add(new MemoryEntry(
                    "e" + entries.size(),
                    MemoryEntry.Kind.FACT,
                    text,
                    MemoryEntry.Status.CONFIRMED,
                    MemoryEntry.Origin.AGENT,
                    MemoryEntry.Seen.once(AT, SessionId.of("s"), List.of()),
                    List.of()));
            last = text;
        }
        return entries;
    }

    private static String sentence(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            int word = random.nextInt(2_000);
            text.append('w');
            for (int rest = word + 1; rest > 0; rest /= 26) {
                text.append((char) ('a' + rest % 26));
            }
            text.append(' ');
        }
        return text.append(random.nextInt(100_000) + 2).toString();
    }
}
