package dev.mimo.tool.shell;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.commons.io.file.PathUtils;
import org.jspecify.annotations.Nullable;

/** Runs commands as processes of this machine. */
final class HostCommandRunner implements CommandRunner {

    /** Tells a command's processes from all others, also those that left its session. */
    private static final String MARK = "MIMO_COMMAND";

    private final String shell;
    private final @Nullable String setsid;

    HostCommandRunner() {
        String bash = find("bash");
        shell = bash == null ? "sh" : bash;
        setsid = find("setsid");
    }

    @Override
    public Running start(String line, Path folder, Map<String, String> environment) throws IOException {
        List<String> words = new ArrayList<>();
        if (setsid != null) {
            words.add(setsid);
        }
        words.addAll(List.of(shell, "-c", carried(line)));
        String mark = UUID.randomUUID().toString();
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"));
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put(MARK, mark);
        return connected(builder, MARK + "=" + mark);
    }

    /*
     * Not the pipe that the JDK makes: when the process ends, the JDK reads that to its end into memory, and a daemon which
     * kept it open can write for ever. A named pipe of our own is read as far as we like, and gone when we close it.
     */
    private Running connected(ProcessBuilder builder, String mark) throws IOException {
        Path folder = Files.createTempDirectory("mimo-");
        try {
            Path pipe = folder.resolve("output");
            makePipe(pipe);
            // Open for both first: opening for reading alone would wait for a writer.
            FileChannel both = FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                return started(builder.redirectOutput(pipe.toFile()), new FileInputStream(pipe.toFile()), mark);
            } finally {
                both.close();
            }
        } finally {
            PathUtils.deleteDirectory(folder);
        }
    }

    private Running started(ProcessBuilder builder, InputStream output, String mark) throws IOException {
        try {
            Process process = builder.start();
            return new HostRunning(process, output, new ProcessTree(process, setsid != null, mark));
        } catch (IOException | RuntimeException e) {
            output.close();
            throw e;
        }
    }

    private static void makePipe(Path pipe) throws IOException {
        Process process = new ProcessBuilder("mkfifo", "-m", "600", pipe.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (process.waitFor() != 0) {
                throw new IOException("mkfifo failed: exit " + process.exitValue());
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted before the command was started", e);
        }
    }

    /*
     * The JDK passes arguments in the encoding of the locale, and in a bare one (usual in containers) replaces what does not
     * fit by "?", which is a pattern to the shell: what runs would not be what was judged. So it then travels as ASCII.
     */
    static String carried(String line) {
        boolean fits = line.chars().allMatch(c -> c < 0x80)
                || "UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding"));
        return fits ? line : asAscii(line);
    }

    static String asAscii(String line) {
        StringBuilder escaped = new StringBuilder("eval \"$(printf '");
        for (byte b : line.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = b == ' ' || (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
            escaped.append(plain ? String.valueOf((char) b) : String.format("\\%03o", b & 0xff));
        }
        return escaped.append("')\"").toString();
    }

    static @Nullable String find(String program) {
        String path = System.getenv("PATH");
        for (String folder : (path == null ? "/usr/local/bin:/usr/bin:/bin" : path).split(File.pathSeparator, 0)) {
            File file = new File(folder, program);
            if (file.isAbsolute() && file.isFile() && file.canExecute()) {
                return file.getPath();
            }
        }
        return null;
    }

    private record HostRunning(Process process, InputStream output, ProcessTree tree) implements Running {

        @Override
        public @Nullable Integer await(Duration atMost) throws InterruptedException {
            return process.waitFor(atMost.toNanos(), TimeUnit.NANOSECONDS) ? process.exitValue() : null;
        }

        @Override
        public boolean kill() {
            return tree.end();
        }
    }
}
