package dev.mimo.tool.shell;

import dev.mimo.tool.Tool;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Makes the tools {@code bash} and {@code job}. Immutable.
 *
 * <p>{@code bash} runs a command line. It is answered when the command itself ends, whoever still holds its output; what the
 * command left running in its session is then killed, and after a time limit (120 s, or up to 10 min as called for), a
 * cancellation or an interrupt all that it ever started is, daemons included as far as they can be found. The result ends
 * with a line such as {@code [exit 1, 3.2 s]} and is an error unless that says {@code exit 0}. Of long output the model is
 * told 30,000 characters, and all of it up to 256 MiB is kept in the session's folder.
 *
 * <p>A background command lives until it ends, {@code job} kills it, or its session closes; there are at most 16 at once.
 *
 * <p>Commands see no more of the environment than they need, so no keys of model providers. They have the rights of this
 * process all the same: where that is too much, give a runner that starts them in a container.
 */
public final class ShellTools {

    private final CommandRunner runner;
    private final ChildEnvironment variables;

    private ShellTools(CommandRunner runner, ChildEnvironment variables) {
        this.runner = runner;
        this.variables = variables;
    }

    /** The tools, on this machine. */
    public static List<Tool> all() {
        return on(CommandRunner.onThisMachine()).tools();
    }

    /** On this machine, to be adjusted. */
    public static ShellTools onThisMachine() {
        return on(CommandRunner.onThisMachine());
    }

    /** Wherever {@code runner} starts commands. */
    public static ShellTools on(CommandRunner runner) {
        return on(runner, System::getenv);
    }

    static ShellTools on(CommandRunner runner, Supplier<Map<String, String>> parent) {
        return new ShellTools(runner, new ChildEnvironment(parent, Set.of()));
    }

    /**
     * Lets commands see variables of this process besides {@code PATH}, {@code HOME}, {@code LANG}, {@code LC_*}, {@code
     * TMPDIR}, {@code USER}, {@code LOGNAME}, {@code SHELL}, {@code JAVA_HOME} and {@code TZ}. What is named here can be read
     * by the model: never name a key.
     */
    public ShellTools passing(String... names) {
        return new ShellTools(runner, variables.adding(Set.copyOf(List.of(names))));
    }

    public List<Tool> tools() {
        return List.of(new BashTool(runner, variables), new JobTool());
    }
}
