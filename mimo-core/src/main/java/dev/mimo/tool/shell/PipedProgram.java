package dev.mimo.tool.shell;

import dev.mimo.environment.Threads;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A program of the host's own choice that is spoken to through pipes, such as a server of tools: it sees a cleaned
 * environment, leads a session of its own where the system has {@code setsid}, and is ended with all that it started.
 *
 * <p>It is started from words, by no shell. Streams may be read and written by a thread each; everything else is safe for use
 * by several threads.
 */
public final class PipedProgram implements AutoCloseable {

    private static final String MARK = "MIMO_PROGRAM";
    private static final long POLITE_MILLIS = 500;
    private static final Logger LOG = LoggerFactory.getLogger(PipedProgram.class);
    private static final ThreadFactory GOODBYES = Threads.daemon("mimo-goodbye");
    private static final @Nullable String SETSID = HostCommandRunner.find("setsid");

    private final Process process;
    private final ProcessTree tree;

    private PipedProgram(Process process, ProcessTree tree) {
        this.process = process;
        this.tree = tree;
    }

    /**
     * Starts it and returns at once.
     *
     * @param words the program and its arguments
     * @param folder where it works; null for where this process does
     * @param variables for its environment, beside the few that every command sees, such as {@code PATH} and {@code HOME}
     * @throws IOException when it cannot be started; where there is {@code setsid}, a program that is missing is told by an exit
     *     code instead
     */
    public static PipedProgram start(List<String> words, @Nullable Path folder, Map<String, String> variables)
            throws IOException {
        List<String> line = new ArrayList<>();
        if (SETSID != null) {
            line.add(SETSID);
        }
        line.addAll(words);
        String mark = UUID.randomUUID().toString();
        ProcessBuilder builder = new ProcessBuilder(line).directory(folder == null ? null : folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(new ChildEnvironment(System::getenv, Set.of()).variables());
        builder.environment().putAll(variables);
        builder.environment().put(MARK, mark);
        Process process = builder.start();
        return new PipedProgram(process, new ProcessTree(process, SETSID != null, MARK + "=" + mark));
    }

    /** What it reads. */
    public OutputStream input() {
        return process.getOutputStream();
    }

    /** What it writes to its standard output. */
    public InputStream output() {
        return process.getInputStream();
    }

    /** What it writes to its standard error; whoever starts it has to read this, or it stops when the pipe is full. */
    public InputStream error() {
        return process.getErrorStream();
    }

    /** Its exit code, once it has ended; what it started may still run. */
    public CompletionStage<Integer> exit() {
        return process.onExit().thenApply(Process::exitValue);
    }

    /**
     * Ends it with all it started: by the end of its input first, which well-behaved servers take as a goodbye, politely after
     * half a second, and by force after 3 s more. Returns when nothing is left, within 5 s but for a machine that is
     * overloaded. A second call does nothing.
     */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try {
            sayGoodbye();
        } catch (InterruptedException e) {
            interrupted = true;
        }
        synchronized (tree) {
            tree.end();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** On a thread of its own: where the pipe is full and nobody reads it, closing waits for the end of the program. */
    private void sayGoodbye() throws InterruptedException {
        GOODBYES.newThread(this::closeInput).start();
        process.waitFor(POLITE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void closeInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            LOG.debug("the rest of a program's input is lost: {}", e.getMessage());
        }
    }
}
