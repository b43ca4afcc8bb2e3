package dev.mimo.tool.shell;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where command lines run: the host's own machine, or a container that the host plugs in. Safe for use by several threads. */
public interface CommandRunner {

    /** Starts commands as processes of this machine; also for a runner that leads them elsewhere by a command of its own. */
    static CommandRunner onThisMachine() {
        return new HostCommandRunner();
    }

    /**
     * Starts a command line in a shell, with an empty standard input, and returns at once.
     *
     * @param line what the shell is given, to the letter
     * @param folder an existing folder of the agent's workspace, or one that the gate allowed
     * @param environment all the variables that the command sees, already cleaned; a runner may add its own, and elsewhere
     *     than on this machine replaces those that mean nothing there, such as {@code PATH} and {@code HOME}
     * @throws IOException when it could not be started; the model is told the message
     */
    Running start(String line, Path folder, Map<String, String> environment) throws IOException;

    /** A command at work. Used by one thread at a time. */
    interface Running {

        /**
         * Standard output and standard error, in the order written. It is asked for {@link InputStream#available} bytes and
         * only these are read, so that no read ever waits: the command's end is told by {@link #await}, not by the stream's,
         * which a process left behind may hold open. Closed by the caller when the command is over.
         */
        InputStream output();

        /** The exit code, as soon as there is one; null when the command still runs after {@code atMost}. */
        @Nullable
        Integer await(Duration atMost) throws InterruptedException;

        /**
         * Ends the command with all it started: politely, and by force what is still there after 3 s; returns when nothing is
         * left, after 6 s at the latest. An interrupt does not cut it short. On a command that has ended by itself it ends
         * what that left behind, but for daemons that took care to get away from it.
         *
         * @return whether there was anything to end
         */
        boolean kill();
    }
}
