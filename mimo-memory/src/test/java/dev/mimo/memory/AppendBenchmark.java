package dev.mimo.memory;

import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.StopReason;
import dev.mimo.model.ToolCall;
import dev.mimo.model.Usage;
import dev.mimo.session.Entry;
import dev.mimo.session.FileSessionStore;
import dev.mimo.session.SessionId;
import dev.mimo.session.SessionLog;
import dev.mimo.session.SessionStore;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.apache.commons.io.FileUtils;

/** Measures the append of one small entry to files and to the database: CPU of the thread, warm. Run by hand. */
public final class AppendBenchmark {

    private static final int APPENDS = 50_000;

    private AppendBenchmark() {}

    public static void main(String[] args) throws IOException {
        measure("files", FileSessionStore::at);
        measure("database", SqliteSessionStore::at);
    }

    private static void measure(String what, Function<Path, SessionStore> open) throws IOException {
        Path folder = Files.createTempDirectory("mimo-append");
        try (SessionStore store = open.apply(folder);
                SessionLog log = store.open(SessionId.of("bench"))) {
            for (int round = 0; round < 5; round++) {
                System.out.printf("%s: %.1f us CPU per append%n", what, round(log));
            }
        } finally {
            FileUtils.deleteDirectory(folder.toFile());
        }
    }

    private static double round(SessionLog log) {
        ToolCall call = ToolCall.of("c1", "bash", Json.object().put("command", "mvn -q test"));
        List<Entry> entry = List.of(new Entry.ReplyAdded(
                new Message.Assistant(List.of(Content.text("I will run the tests now. ".repeat(10)), call), null, null),
                StopReason.TOOL_CALLS,
                Usage.of(12_345, 678)));
        long before = cpu();
        for (int i = 0; i < APPENDS; i++) {
            log.append(entry);
        }
        return (cpu() - before) / 1e3 / APPENDS;
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
