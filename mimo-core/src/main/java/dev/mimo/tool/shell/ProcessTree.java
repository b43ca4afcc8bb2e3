package dev.mimo.tool.shell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All the processes of one command. Confined to one thread.
 *
 * <p>Where there is a {@code /proc}, a process belongs to it that is in the leader's session, whatever its group and whoever
 * its parent is now, or that has the mark in its environment although it made a session of its own. Elsewhere those count that
 * descend from the leader, or did when last looked at.
 */
final class ProcessTree {

    private static final Path PROC = Path.of("/proc");
    private static final boolean HAS_PROC = Files.isReadable(PROC.resolve("self/stat"));
    private static final long GRACE = TimeUnit.SECONDS.toNanos(3);
    private static final long LAST = TimeUnit.SECONDS.toNanos(2);

    private final Process leader;
    private final boolean ownSession;
    private final String mark;
    private final long born;
    private final Set<ProcessHandle> seen = new HashSet<>();

    /** {@code ownSession}: the leader leads a session. {@code mark}: a variable that all of them were started with. */
    ProcessTree(Process leader, boolean ownSession, String mark) {
        this.leader = leader;
        this.ownSession = ownSession;
        this.mark = mark;
        Stat stat = HAS_PROC ? Stat.find(leader.pid()) : null;
        born = stat == null ? 0 : stat.started();
    }

    /** See {@link CommandRunner.Running#kill}. */
    boolean end() {
        boolean daemonsToo = leader.isAlive();
        boolean interrupted = Thread.interrupted();
        try {
            if (living(daemonsToo).isEmpty()) {
                return false;
            }
            if (!gone(daemonsToo, GRACE, false)) {
                gone(daemonsToo, LAST, true);
            }
            return true;
        } finally {
            if (interrupted || Thread.interrupted()) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Signals whoever is new, and all of them again and again by force, until nobody is left or the time is over. */
    private boolean gone(boolean daemonsToo, long nanos, boolean force) {
        long start = System.nanoTime();
        Set<ProcessHandle> told = new HashSet<>();
        boolean interrupted = false;
        boolean empty = false;
        while (!empty && System.nanoTime() - start < nanos) {
            if (force) {
                killGroup();
            }
            for (ProcessHandle process : living(daemonsToo)) {
                if (force) {
                    process.destroyForcibly();
                } else if (told.add(process)) {
                    process.destroy();
                }
            }
            try {
                TimeUnit.MILLISECONDS.sleep(10);
            } catch (InterruptedException e) {
                interrupted = true;
            }
            empty = living(daemonsToo).isEmpty();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return empty;
    }

    /** At one blow, which processes that keep forking cannot outrun; the JDK cannot signal a group. */
    private void killGroup() {
        if (ownSession) {
            try {
                Process kill = new ProcessBuilder("/bin/sh", "-c", "kill -s KILL -- -" + leader.pid())
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
                kill.waitFor(1, TimeUnit.SECONDS);
            } catch (IOException e) {
                // No more processes can be started: then they are killed one by one.
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Set<ProcessHandle> living(boolean daemonsToo) {
        if (leader.isAlive()) {
            seen.add(leader.toHandle());
            leader.descendants().forEach(seen::add);
        }
        if (!HAS_PROC) {
            seen.removeIf(process -> !process.isAlive());
            return Set.copyOf(seen);
        }
        Predicate<Stat> ours = stat -> (ownSession && stat.session() == leader.pid())
                || (daemonsToo && stat.started() >= born && hasMark(stat.pid()));
        try (DirectoryStream<Path> all = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path folder : all) {
                Stat stat = Stat.find(Long.parseLong(folder.getFileName().toString()));
                if (stat != null && !stat.dead() && ours.test(stat)) {
                    ProcessHandle.of(stat.pid()).ifPresent(seen::add);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        seen.removeIf(process -> {
            Stat stat = Stat.find(process.pid());
            return !process.isAlive() || stat == null || stat.dead();
        });
        return Set.copyOf(seen);
    }

    private boolean hasMark(long pid) {
        String environment = read(pid, "environ");
        return environment != null && environment.contains(mark);
    }

    private static @Nullable String read(long pid, String file) {
        try {
            return Files.readString(PROC.resolve(pid + "/" + file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return null;
        }
    }

    /** A line of {@code /proc/PID/stat}, see proc(5); {@code started} in clock ticks since the machine started. */
    private record Stat(long pid, boolean dead, long session, long started) {

        static @Nullable Stat find(long pid) {
            String line = read(pid, "stat");
            if (line == null || line.indexOf(')') < 0) {
                return null;
            }
            // The second field is the program's name, in parentheses, and may hold anything, also parentheses.
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", 0);
            boolean dead = fields[0].equals("Z") || fields[0].equals("X");
            return new Stat(pid, dead, Long.parseLong(fields[3]), Long.parseLong(fields[19]));
        }
    }
}
