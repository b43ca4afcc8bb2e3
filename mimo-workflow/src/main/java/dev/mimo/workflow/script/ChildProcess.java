package dev.mimo.workflow.script;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A process of scripts: frames go in and come back. One thread at a time asks; any may stop it. */
final class ChildProcess implements AutoCloseable {

    private static final long WATCH_MILLIS = 20;

    /** What its start may take, and the compiler and the collector beside the scripts. */
    private static final Duration BESIDE = Duration.ofSeconds(10);

    /** Requests of one turn, and what they are wrapped in. */
    private static final int MOST_BYTES = 512 << 20;

    /** The exit of a Java process whose heap is full. */
    private static final int OUT_OF_MEMORY = 3;

    /** Nothing more comes; a reply is never empty. */
    private static final byte[] END = new byte[0];

    private final Process process;
    private final Path folder;
    private final GuestLimits limits;
    private final int heapMiB;
    private final DataOutputStream out;
    private final BlockingQueue<byte[]> replies = new LinkedBlockingQueue<>();
    private volatile @Nullable GuestStopped stopped;

    private ChildProcess(Process process, Path folder, GuestLimits limits, int heapMiB) {
        this.process = process;
        this.folder = folder;
        this.limits = limits;
        this.heapMiB = heapMiB;
        this.out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
        Thread reader = new Thread(this::read, "mimo-script-process-" + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    static ChildProcess start(GuestLimits limits, int heapMiB) {
        try {
            Path folder = Files.createTempDirectory("mimo-script-");
            try {
                return new ChildProcess(GuestCommand.start(folder, heapMiB), folder, limits, heapMiB);
            } catch (IOException | RuntimeException e) {
                delete(folder);
                throw e;
            }
        } catch (IOException e) {
            throw new GuestStopped("no process for scripts can be started: " + e.getMessage(), 0);
        }
    }

    private void read() {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(process.getInputStream()))) {
            while (true) {
                int length = in.readInt();
                if (length <= 0 || length > MOST_BYTES) {
                    throw new IOException("no length: " + length);
                }
                byte[] reply = new byte[length];
                in.readFully(reply);
                replies.add(reply);
            }
        } catch (EOFException e) {
            replies.add(END);
        } catch (IOException e) {
            stop("the process of the scripts cannot be read: " + e.getMessage());
            replies.add(END);
        }
    }

    void send(byte[] command) {
        try {
            out.writeInt(command.length);
            out.write(command);
            out.flush();
        } catch (IOException e) {
            // It is gone; who asks next is told why.
            process.destroyForcibly();
        }
    }

    /** Waits for what comes of a command, but no longer than it may take. */
    byte[] ask(byte[] command) {
        requireRunning();
        Duration before = cpu();
        send(command);
        while (true) {
            try {
                byte[] reply = replies.poll(WATCH_MILLIS, TimeUnit.MILLISECONDS);
                if (reply != null && reply.length == 0) {
                    replies.add(END);
                    throw ended();
                }
                if (reply != null) {
                    return reply;
                }
                requireModest(before);
            } catch (InterruptedException e) {
                stop("interrupted");
                Thread.currentThread().interrupt();
                throw new GuestStopped("interrupted", 0);
            }
        }
    }

    /** The sandbox inside stops scripts itself; this is for a process that has no breath left to do so. */
    private void requireModest(Duration before) {
        Duration most = limits.cpu().plus(limits.cpu()).plus(limits.grace()).plus(BESIDE);
        if (cpu().minus(before).compareTo(most) > 0) {
            stop("the process of the scripts computed for more than " + most.toSeconds() + " s without an answer");
        }
    }

    private Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    void requireRunning() {
        GuestStopped reason = stopped;
        if (reason != null) {
            throw reason;
        }
    }

    private GuestStopped ended() throws InterruptedException {
        boolean gone = process.waitFor(limits.grace().toMillis(), TimeUnit.MILLISECONDS);
        return stop(gone ? ending(process.exitValue()) : "the process of the scripts fell silent");
    }

    private String ending(int exit) {
        return exit == OUT_OF_MEMORY
                ? "the scripts ran out of memory: their process has " + heapMiB + " MiB"
                : "the process of the scripts was ended from outside or failed: exit " + exit + errors();
    }

    private String errors() {
        try (InputStream in = Files.newInputStream(GuestCommand.errors(folder))) {
            String text = new String(in.readNBytes(2_000), StandardCharsets.UTF_8).strip();
            return text.isEmpty() ? "" : ": " + text;
        } catch (IOException e) {
            return "";
        }
    }

    /** The first reason stays; it comes back. */
    GuestStopped stop(String reason) {
        GuestStopped first;
        synchronized (this) {
            first = stopped == null ? new GuestStopped(reason, 0) : stopped;
            stopped = first;
        }
        process.destroyForcibly();
        return first;
    }

    /** A second call does nothing. */
    @Override
    public void close() {
        stop("the run is over");
        try {
            process.waitFor(limits.grace().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        delete(folder);
    }

    /** What cannot be deleted is left to whoever cleans temporary folders. */
    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            return;
        }
    }
}
