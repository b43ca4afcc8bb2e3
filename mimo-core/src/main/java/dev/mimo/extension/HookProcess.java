package dev.mimo.extension;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.commons.io.file.PathUtils;
import org.jspecify.annotations.Nullable;

/**
 * One run of a hook's command: a text on its standard input, what it said, and how it ended. Input and output are private
 * files and no pipes, so that neither a hook that does not read nor one that leaves a daemon behind can hold us.
 */
final class HookProcess {

    private static final int MOST_SAID = 64 * 1024;
    private static final Set<String> PASSED =
            Set.of("PATH", "HOME", "LANG", "LANGUAGE", "TMPDIR", "USER", "LOGNAME", "SHELL", "JAVA_HOME", "TZ");

    private HookProcess() {}

    /**
     * What came of it.
     *
     * @param exit null when it was killed because its time was over
     */
    record Ended(@Nullable Integer exit, String output, String error) {}

    static Ended run(String command, Path folder, String input, Duration limit)
            throws IOException, InterruptedException {
        Path files = Files.createTempDirectory("mimo-hook-");
        try {
            Path in = Files.writeString(files.resolve("in"), input);
            File out = files.resolve("out").toFile();
            File error = files.resolve("error").toFile();
            ProcessBuilder builder = new ProcessBuilder("sh", "-c", command)
                    .directory(folder.toFile())
                    .redirectInput(in.toFile())
                    .redirectOutput(out)
                    .redirectError(error);
            environment(builder.environment(), folder);
            Integer exit = await(builder.start(), limit);
            return new Ended(exit, said(out), said(error));
        } finally {
            PathUtils.deleteDirectory(files);
        }
    }

    private static @Nullable Integer await(Process process, Duration limit) throws InterruptedException {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS) ? process.exitValue() : null;
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** No keys of model providers. */
    private static void environment(Map<String, String> variables, Path folder) {
        variables.keySet().removeIf(name -> !PASSED.contains(name) && !name.startsWith("LC_"));
        variables.put("MIMO_PROJECT_DIR", folder.toString());
        variables.put("CLAUDE_PROJECT_DIR", folder.toString());
    }

    private static String said(File file) throws IOException {
        try (InputStream in = Files.newInputStream(file.toPath())) {
            return new String(in.readNBytes(MOST_SAID), StandardCharsets.UTF_8).strip();
        }
    }
}
