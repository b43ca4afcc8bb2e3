package dev.mimo.memory;

import dev.mimo.session.Entry;
import dev.mimo.session.EntryFormat;
import dev.mimo.session.HistorySearch;
import dev.mimo.session.HistorySearch.Hit;
import dev.mimo.session.HistorySearch.Query;
import dev.mimo.session.HistorySearch.Scope;
import dev.mimo.session.SessionId;
import dev.mimo.session.SessionLog;
import dev.mimo.session.Utterance;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import org.apache.commons.io.FileUtils;

/**
 * Builds a database of so many messages (the argument; 1,000,000 when left out) and measures appends, the index, searches
 * and the disk; then looks whether every message is found. Run by hand; takes minutes and some GB of disk.
 */
public final class HistoryBenchmark {

    private static final int SESSION = 2_000;
    private static final int PROJECTS = 20;
    private static final int ROUNDS = 60;

    private final HistoryWorld world = new HistoryWorld(7);
    private final Random random = new Random(11);
    private final SqliteSessionStore store;
    private final HistorySearch search;
    private final long messages;
    private long textBytes;
    private long jsonBytes;

    private HistoryBenchmark(SqliteSessionStore store, long messages) {
        this.store = store;
        this.messages = messages;
        search = store.search();
    }

    public static void main(String[] arguments) throws Exception {
        long messages = arguments.length == 0 ? 1_000_000 : Long.parseLong(arguments[0]);
        boolean keep = arguments.length > 1;
        Path folder = keep ? Path.of(arguments[1]) : Files.createTempDirectory("mimo-history");
        boolean built = Files.exists(folder.resolve("mimo.db"));
        try {
            try (SqliteSessionStore store = SqliteSessionStore.at(folder)) {
                HistoryBenchmark benchmark = new HistoryBenchmark(store, messages);
                if (!built) {
                    benchmark.build(folder);
                }
                benchmark.searches();
                benchmark.sample();
                benchmark.appends();
                benchmark.index();
            }
            everyMessage(folder, messages);
        } finally {
            if (!keep) {
                FileUtils.deleteDirectory(folder.toFile());
            }
        }
    }

    private void build(Path folder) throws InterruptedException, IOException {
        long start = System.nanoTime();
        for (long n = 0; n < messages; ) {
            SessionId id = session(n / SESSION);
            try (SessionLog log = store.open(id)) {
                store.assign(id, "project-" + n / SESSION % PROJECTS);
                for (long end = Math.min(messages, n + SESSION); n < end; ) {
                    List<Entry> batch = new ArrayList<>();
                    for (int i = 0; i < 50 && n < end; i++, n++) {
                        batch.add(world.message(n));
                    }
                    batch.forEach(this::count);
                    log.append(batch);
                }
            }
        }
        double appended = seconds(start);
        search.catchUp();
        System.out.printf(
                "%,d messages: appended in %.0f s beside the index, all found after %.0f s: %,.0f messages/s%n",
                messages, appended, seconds(start), messages / seconds(start));
        long disk = Files.size(folder.resolve("mimo.db"));
        System.out.printf(
                "disk: %,d MB for %,d MB of words (%.2f bytes a byte), %,d MB of entries as JSON (%.2f)%n",
                disk >> 20, textBytes >> 20, (double) disk / textBytes, jsonBytes >> 20, (double) disk / jsonBytes);
    }

    private void count(Entry entry) {
        jsonBytes += EntryFormat.write(entry).getBytes(StandardCharsets.UTF_8).length;
        for (Utterance utterance : Utterance.of(entry)) {
            textBytes += utterance.text().getBytes(StandardCharsets.UTF_8).length;
        }
    }

    private void searches() {
        Scope all = new Scope.Everywhere();
        measure("rare: a name", all, i -> HistoryWorld.name(random.nextLong(messages)));
        measure("rare: a path", all, i -> HistoryWorld.path(random.nextInt(100_000)));
        measure("two words", all, i -> word(100, 3_000) + " " + word(100, 3_000));
        measure("mid word", all, i -> word(2_000, 6_000));
        measure("identifier", all, i -> HistoryWorld.identifier(random.nextInt(20_000)));
        measure("common word", all, i -> HistoryWorld.word(i % 20));
        measure("three common words", all, i -> word(0, 10) + " " + word(0, 10) + " " + word(0, 30));
        measure("common and rare", all, i -> "the " + HistoryWorld.name(random.nextLong(messages)));
        measure("phrase of common words", all, i -> '"' + word(0, 10) + " " + word(0, 10) + '"');
        measure("long phrase of common words", all, i -> '"' + (word(0, 10) + " ").repeat(12) + '"');
        measure("32 common words", all, i -> words(32, 60));
        measure("two Chinese characters", all, i -> "数据");
        measure("Chinese phrase", all, i -> "的一是不了人");
        measure("fragment of a name", all, i -> {
            String name = HistoryWorld.identifier(random.nextInt(20_000));
            return name.substring(2, name.length() - 2);
        });
        measure("common fragment", all, i -> "main/jav");
        measure("common word in a session", new Scope.InSession(session(3)), i -> HistoryWorld.word(i % 10));
        measure("common word in a project", new Scope.InProject("project-3"), i -> HistoryWorld.word(i % 10));
        measure("nothing", all, i -> "nothinglikethis" + i);
        measure("nothing of two common parts", all, i -> "xtionver" + i % 3 + " the");
    }

    private void measure(String what, Scope scope, IntFunction<String> queries) {
        double[] times = new double[ROUNDS];
        long hits = 0;
        for (int i = -60; i < ROUNDS; i++) {
            String query = queries.apply(Math.abs(i));
            long before = cpu();
            List<Hit> found = search.search(new Query(query, scope, 20));
            if (i >= 0) {
                times[i] = (cpu() - before) / 1e6;
                hits += found.size();
            }
        }
        Arrays.sort(times);
        System.out.printf(
                "%-30s CPU p50 %6.2f, p95 %6.2f, most %6.2f ms; %.1f hits%n",
                what, times[ROUNDS / 2], times[ROUNDS * 95 / 100], times[ROUNDS - 1], (double) hits / ROUNDS);
    }

    private void sample() {
        int tries = 5_000;
        for (int i = 0; i < tries; i++) {
            long n = random.nextLong(messages);
            List<Hit> hits = search.search(new Query(HistoryWorld.name(n), new Scope.Everywhere(), 5));
            boolean right = hits.size() == 1
                    && hits.get(0).ref().session().equals(session(n / SESSION))
                    && hits.get(0).ref().sequence() == n % SESSION;
            if (!right) {
                throw new IllegalStateException("message " + n + " is found as " + hits);
            }
        }
        System.out.printf("%,d messages were looked for by name: each is found, and nothing else%n", tries);
    }

    /** Appends at the pace of several busy agents, while the index is filled behind them. */
    private void appends() {
        int count = 4_000;
        long[] wall = new long[count];
        long cpu = 0;
        try (SessionLog log = store.open(SessionId.of("appends"))) {
            for (int i = 0; i < count; i++) {
                List<Entry> entry = List.of(world.message(messages + i));
                long start = System.nanoTime();
                long before = cpu();
                log.append(entry);
                cpu += i < count / 2 ? 0 : cpu() - before;
                wall[i] = System.nanoTime() - start;
                LockSupport.parkNanos(5_000_000);
            }
        }
        long[] warm = Arrays.copyOfRange(wall, count / 2, count);
        Arrays.sort(warm);
        System.out.printf(
                "append, 200 a second: %.1f us CPU; wall p50 %.0f, p99 %.0f, p99.9 %.0f us%n",
                cpu / 1e3 / warm.length,
                warm[warm.length / 2] / 1e3,
                warm[warm.length * 99 / 100] / 1e3,
                warm[warm.length * 999 / 1000] / 1e3);
    }

    private void index() throws InterruptedException {
        int count = 40_000;
        search.catchUp();
        double longest = 0;
        try (SessionLog log = store.open(SessionId.of("index"))) {
            for (int i = 0; i < 20; i++) {
                log.append(List.of(world.message(messages + 10_000 + i)));
                long start = System.nanoTime();
                Query query = new Query(HistoryWorld.name(messages + 10_000 + i), new Scope.Everywhere(), 1);
                while (search.search(query).isEmpty()) {
                    LockSupport.parkNanos(1_000_000);
                }
                longest = Math.max(longest, seconds(start));
            }
            List<Entry> burst = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                burst.add(world.message(messages + 20_000 + i));
            }
            log.append(burst);
        }
        long start = System.nanoTime();
        long before = cpu();
        search.catchUp();
        System.out.printf(
                "index: a message is found after %.2f s at most; %,d in a burst: %,.0f messages/s, %.0f us CPU each%n",
                longest, count, count / seconds(start), (cpu() - before) / 1e3 / count);
    }

    /** Reads the whole index, and looks whether the name of each message leads to that message and to no other. */
    private static void everyMessage(Path folder, long messages) throws SQLException {
        long right = 0;
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("mimo.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE VIRTUAL TABLE temp.term USING fts5vocab(main, history, instance)");
            try (ResultSet rows = statement.executeQuery(
                    "SELECT term, name, sequence FROM term"
                            + " JOIN history_chunk ON history_chunk.id = term.doc JOIN entry ON entry.id = entry_id"
                            + " JOIN session ON session.id = session_id WHERE col = 'literals' AND term >= 'mark_' AND term < 'mark`'")) {
                while (rows.next()) {
                    long n = Long.parseLong(rows.getString(1).split("_")[1], 36);
                    String session = '"' + session(n / SESSION).value() + '"';
                    if (n < messages && session.equals(rows.getString(2)) && rows.getLong(3) == n % SESSION) {
                        right++;
                    }
                }
            }
        }
        System.out.printf("%,d of %,d messages are in the index by their name%n", right, messages);
    }

    private String word(int from, int to) {
        return HistoryWorld.word(from + random.nextInt(to - from));
    }

    private String words(int count, int of) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < count; i++) {
            words.append(word(0, of)).append(' ');
        }
        return words.toString();
    }

    private static SessionId session(long number) {
        return SessionId.of("session-" + number);
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
