package dev.mimo.examples.ci;

import dev.mimo.environment.Cancellation;
import dev.mimo.tool.shell.CommandRunner;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run of the command that decides whether all is well.
 *
 * @param passed whether it ended with 0 in time
 * @param output the end of what it printed
 */
record Check(boolean passed, String output) {

    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final Duration GLANCE = Duration.ofMillis(100);
    private static final int KEPT = 8_000;
    private static final int MOST = 1 << 20;

    /** No key of a model is among them: the check is code of the repository. */
    private static final List<String> VARIABLES = List.of("PATH", "HOME", "LANG", "TMPDIR", "USER", "JAVA_HOME", "TZ");

    static Check run(String command, Path folder, Cancellation cancellation) throws IOException, InterruptedException {
        CommandRunner.Running running = CommandRunner.onThisMachine().start(command, folder, variables());
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        Integer code;
        try (InputStream output = running.output()) {
            long deadline = System.nanoTime() + LONGEST.toNanos();
            do {
                code = running.await(GLANCE);
                take(output, said);
            } while (code == null && System.nanoTime() < deadline && !cancellation.isCancelled());
        } finally {
            running.kill();
        }
        cancellation.throwIfCancelled();
        return new Check(isZero(code), tail(said.toString(StandardCharsets.UTF_8), code));
    }

    /** Never more than there is, as a read may otherwise wait for ever; of very much, the last part. */
    private static void take(InputStream output, ByteArrayOutputStream said) throws IOException {
        byte[] piece = new byte[KEPT];
        while (output.available() > 0) {
            int count = output.read(piece, 0, Math.min(piece.length, output.available()));
            if (count < 0) {
                return;
            }
            if (said.size() > MOST) {
                byte[] all = said.toByteArray();
                said.reset();
                said.write(all, all.length - MOST / 2, MOST / 2);
            }
            said.write(piece, 0, count);
        }
    }

    private static boolean isZero(@Nullable Integer code) {
        return code != null && code == 0;
    }

    private static String tail(String text, @Nullable Integer code) {
        String end = text.length() <= KEPT ? text : "…" + text.substring(text.length() - KEPT);
        return code == null ? end + "\n(stopped after " + LONGEST.toMinutes() + " min)" : end;
    }

    private static Map<String, String> variables() {
        Map<String, String> chosen = new HashMap<>();
        for (String name : VARIABLES) {
            String value = System.getenv(name);
            if (value != null) {
                chosen.put(name, value);
            }
        }
        return chosen;
    }
}
