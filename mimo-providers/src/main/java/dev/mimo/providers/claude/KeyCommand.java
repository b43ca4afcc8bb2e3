package dev.mimo.providers.claude;

import dev.mimo.environment.MimoException;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A command of the user's that prints a key. It is given to a shell as it stands, so it can do whatever its writer can; it is
 * run at most once, when a key is first needed, and its output goes nowhere else. Safe for use by several threads.
 */
final class KeyCommand {

    private static final int MOST_SAID = 16 * 1024;
    private static final long LOOK_EVERY_MS = 20;
    private static final Set<String> PASSED =
            Set.of("PATH", "HOME", "LANG", "LANGUAGE", "TMPDIR", "USER", "LOGNAME", "SHELL", "TZ");

    private final String command;
    private final Path folder;
    private final String source;
    private final Duration limit;
    private @Nullable String key;

    KeyCommand(String command, Path folder, String source) {
        this(command, folder, source, Duration.ofSeconds(10));
    }

    KeyCommand(String command, Path folder, String source, Duration limit) {
        this.command = command;
        this.folder = folder;
        this.source = source;
        this.limit = limit;
    }

    /**
     * What it printed, without blanks around it.
     *
     * @throws MimoException when it fails, takes too long, or prints anything but one word
     */
    synchronized String key() {
        String known = key;
        if (known == null) {
            known = checked(run());
            key = known;
        }
        return known;
    }

    void tell(Notes notes, boolean runs, boolean spare) {
        if (runs && !spare) {
            notes.taken("apiKeyHelper", "", source, "run once, when a model is first made");
        } else {
            String why = spare ? "there is a key already" : "not run: the host did not say runKeyHelper(true)";
            notes.ignored("apiKeyHelper", "", source, why);
        }
    }

    private static String checked(String said) {
        String word = said.strip();
        if (word.isEmpty() || !word.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw new MimoException("apiKeyHelper did not print one key and nothing else");
        }
        return word;
    }

    private String run() {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", command)
                .directory(folder.toFile())
                .redirectInput(Redirect.from(new File("/dev/null")))
                .redirectError(Redirect.DISCARD);
        Map<String, String> variables = builder.environment();
        variables.keySet().removeIf(name -> !PASSED.contains(name) && !name.startsWith("LC_"));
        try {
            return said(builder.start());
        } catch (IOException e) {
            throw new MimoException(
                    "apiKeyHelper could not be run: " + e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MimoException("interrupted while apiKeyHelper ran");
        }
    }

    /** Reads only what is there, so that nothing the helper leaves behind can hold us. */
    private String said(Process process) throws IOException, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (InputStream out = process.getInputStream()) {
            boolean over = false;
            while (!over) {
                over = process.waitFor(LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
                bytes.write(out.readNBytes(Math.min(out.available(), MOST_SAID + 1)));
                if (bytes.size() > MOST_SAID) {
                    throw new MimoException("apiKeyHelper printed more than " + MOST_SAID + " bytes");
                }
                if (!over && System.nanoTime() - end > 0) {
                    throw new MimoException("apiKeyHelper took longer than " + limit.toMillis() + " ms");
                }
            }
            if (process.exitValue() != 0) {
                throw new MimoException("apiKeyHelper failed with exit code " + process.exitValue());
            }
            return bytes.toString(StandardCharsets.UTF_8);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
