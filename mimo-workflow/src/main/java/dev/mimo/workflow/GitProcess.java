package dev.mimo.workflow;

import dev.mimo.workflow.WorktreeFailed.Kind;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.commons.io.file.PathUtils;

/**
 * One run of git, without a shell, with a time limit. What it says goes to private files and no pipes, so that nothing that it
 * leaves behind can hold us.
 */
final class GitProcess {

    private static final int MOST_SAID = 8 * 1024 * 1024;
    private static final int SHOWN = 500;
    private static final Set<String> PASSED =
            Set.of("PATH", "HOME", "XDG_CONFIG_HOME", "TMPDIR", "USER", "LOGNAME", "SystemRoot", "USERPROFILE", "TEMP");

    /** Asks nobody, connects to nothing, and speaks English. */
    private static final Map<String, String> FIXED = Map.of(
            "LC_ALL", "C",
            "GIT_TERMINAL_PROMPT", "0",
            "GIT_OPTIONAL_LOCKS", "0",
            "GIT_NO_LAZY_FETCH", "1",
            "GIT_ALLOW_PROTOCOL", "none");

    private GitProcess() {}

    /** How it ended. */
    record Ended(int exit, String output, String error) {

        /** What it said was wrong, in a line. */
        String reason() {
            String said = (error.isBlank() ? output : error).strip().replaceAll("\\s+", " ");
            return said.isEmpty() ? "exit " + exit : said.substring(0, Math.min(SHOWN, said.length()));
        }
    }

    /** {@code words} begin with the program. Throws {@link WorktreeFailed} when there is no git, or its time is over. An interrupt ends it. */
    static Ended run(Path folder, List<String> words, Duration limit) throws InterruptedException {
        try {
            Path files = Files.createTempDirectory("mimo-git-");
            try {
                return run(folder, words, limit, files);
            } finally {
                PathUtils.deleteDirectory(files);
            }
        } catch (IOException e) {
            throw new WorktreeFailed(Kind.REFUSED, "git could not be run: " + e.getMessage(), e);
        }
    }

    private static Ended run(Path folder, List<String> words, Duration limit, Path files)
            throws IOException, InterruptedException {
        File output = files.resolve("output").toFile();
        File error = files.resolve("error").toFile();
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectOutput(output)
                .redirectError(error);
        builder.environment().keySet().retainAll(PASSED);
        builder.environment().putAll(FIXED);
        int exit = await(start(builder), limit, words);
        return new Ended(exit, said(output), said(error));
    }

    private static Process start(ProcessBuilder builder) throws IOException {
        Path folder = builder.directory().toPath();
        if (!Files.isDirectory(folder)) {
            throw new WorktreeFailed(Kind.REFUSED, "there is no folder " + folder);
        }
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            return process;
        } catch (IOException e) {
            throw new WorktreeFailed(
                    Kind.NO_GIT, builder.command().get(0) + " cannot be started: " + e.getMessage(), e);
        }
    }

    private static int await(Process process, Duration limit, List<String> words) throws InterruptedException {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new WorktreeFailed(
                        Kind.TIME_OUT,
                        words.get(0) + " took longer than " + limit.toSeconds() + " s: " + String.join(" ", words));
            }
            return process.exitValue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static String said(File file) throws IOException {
        try (InputStream in = Files.newInputStream(file.toPath())) {
            return new String(in.readNBytes(MOST_SAID), StandardCharsets.UTF_8);
        }
    }
}
