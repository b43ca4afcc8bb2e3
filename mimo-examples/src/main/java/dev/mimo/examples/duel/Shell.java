package dev.mimo.examples.duel;

import dev.mimo.environment.Cancellation;
import dev.mimo.tool.shell.CommandRunner;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs the commands of tasks: what sets a copy up, and what tells whether it is solved. They see the variables of this process,
 * but for those whose names speak of keys. Safe for use by several threads.
 */
public final class Shell {

    private static final Duration LOOK = Duration.ofMillis(50);
    private static final int MOST = 64 * 1024;

    private final CommandRunner runner = CommandRunner.onThisMachine();
    private final Cancellation cancellation;

    /** {@code cancellation}: ends what runs. */
    public Shell(Cancellation cancellation) {
        this.cancellation = cancellation;
    }

    /**
     * How a command ended.
     *
     * @param code null when it took too long, and was ended
     * @param output standard output and error, the first 64 KiB
     */
    public record Ended(@Nullable Integer code, String output) {

        public boolean isGood() {
            return code != null && code == 0;
        }

        /** Why it is not good, with the last line that it printed. */
        public String fault() {
            String last = output.strip().replaceFirst("(?s).*\\R", "");
            return (code == null ? "took too long" : "ended with " + code) + (last.isBlank() ? "" : ": " + last);
        }
    }

    /**
     * Runs a line until it ends.
     *
     * @throws dev.mimo.environment.CancelledException when it was cancelled
     */
    public Ended run(String line, Path folder, Duration atMost) throws IOException, InterruptedException {
        CommandRunner.Running running = runner.start(line, folder, variables());
        try (InputStream output = running.output()) {
            ByteArrayOutputStream kept = new ByteArrayOutputStream();
            long end = System.nanoTime() + atMost.toNanos();
            Integer code = null;
            while (code == null && System.nanoTime() < end) {
                cancellation.throwIfCancelled();
                code = running.await(LOOK);
                drain(output, kept);
            }
            return new Ended(code, kept.toString(StandardCharsets.UTF_8));
        } finally {
            running.kill();
        }
    }

    private static void drain(InputStream output, ByteArrayOutputStream kept) throws IOException {
        byte[] bytes = new byte[8 * 1024];
        for (int ready = output.available(); ready > 0; ready = output.available()) {
            int read = output.read(bytes, 0, Math.min(ready, bytes.length));
            kept.write(bytes, 0, Math.min(Math.max(0, read), MOST - kept.size()));
        }
    }

    private static Map<String, String> variables() {
        Map<String, String> variables = new HashMap<>(System.getenv());
        variables.keySet().removeIf(name -> name.toUpperCase(Locale.ROOT).matches(".*(KEY|TOKEN|SECRET|PASSWORD).*"));
        variables.put("GIT_TERMINAL_PROMPT", "0");
        return variables;
    }
}
