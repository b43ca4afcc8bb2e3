package dev.mimo.memory.procedure;

import dev.mimo.memory.SqliteSessionStore;
import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.StopReason;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.model.Usage;
import dev.mimo.session.Entry;
import dev.mimo.session.SessionId;
import dev.mimo.session.SessionLog;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.commons.io.FileUtils;

/**
 * Mines a history of so many rows (the argument; 1,000,000 when left out): ordinary work with a procedure in every tenth
 * session. Run by hand; takes minutes and a GB of disk.
 */
public final class MinerBenchmark {

    private static final int CALLS = 500;
    private static final String[] WORK = {"./mvnw -q test", "git diff", "ls src", "cat pom.xml", "make", "npm run lint"};

    private MinerBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        int rows = arguments.length == 0 ? 1_000_000 : Integer.parseInt(arguments[0]);
        Path folder = Files.createTempDirectory("mimo-miner");
        Random random = new Random(3);
        try (SqliteSessionStore store = SqliteSessionStore.at(folder)) {
            int sessions = rows / (2 * CALLS);
            for (int i = 0; i < sessions; i++) {
                try (SessionLog log = store.open(SessionId.of("s" + i))) {
                    log.append(session(i, random));
                }
            }
            long start = cpu();
            ProcedureMiner miner = new ProcedureMiner();
            for (int i = 0; i < sessions; i++) {
                miner.add(SessionId.of("s" + i), store.find(SessionId.of("s" + i)));
            }
            long read = cpu();
            List<Procedure> found = miner.mine();
            long mined = cpu();
            System.out.printf(
                    "%,d rows in %,d sessions: read in %.1f s CPU, mined in %.1f s CPU, %d procedures, peak heap %d MB%n",
                    rows, sessions, (read - start) / 1e9, (mined - read) / 1e9, found.size(), peakHeap());
            found.stream()
                    .limit(3)
                    .forEach(one -> System.out.println(one.count() + " times, " + one.steps().size() + " steps, first "
                            + one.steps().get(0).step().shape()));
        } finally {
            FileUtils.deleteDirectory(folder.toFile());
        }
    }

    private static List<Entry> session(int number, Random random) {
        List<Entry> entries = new ArrayList<>();
        for (int call = 0; call < CALLS; call++) {
            boolean planted = number % 10 == 0 && call >= 100 && call < 105;
            ToolCall made = planted
                    ? bash(call, "deploy-" + (char) ('a' + call - 100) + " " + number)
                    : switch (random.nextInt(4)) {
                        case 0 -> edit(call, "src/A" + random.nextInt(50) + (random.nextBoolean() ? ".java" : ".md"));
                        case 1 -> bash(call, "tool" + random.nextInt(300) + " run " + random.nextInt());
                        default -> bash(call, WORK[random.nextInt(WORK.length)]);
                    };
            entries.add(new Entry.ReplyAdded(
                    Message.assistant(new Content[] {made}), StopReason.TOOL_CALLS, Usage.none()));
            entries.add(new Entry.CallFinished(ToolResult.of(made, "some lines of output ".repeat(10))));
        }
        return entries;
    }

    private static ToolCall bash(int call, String command) {
        return ToolCall.of("c" + call, "bash", Json.object().put("command", command));
    }

    private static ToolCall edit(int call, String path) {
        return ToolCall.of("c" + call, "edit", Json.object().put("path", path));
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static long peakHeap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(pool -> pool.getType() == MemoryType.HEAP)
                        .map(MemoryPoolMXBean::getPeakUsage)
                        .mapToLong(usage -> usage.getUsed())
                        .sum()
                / (1024 * 1024);
    }
}
