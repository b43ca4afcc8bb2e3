package dev.mimo.examples.cli;

import dev.mimo.agent.InvalidAgent;
import dev.mimo.environment.CancelledException;
import dev.mimo.examples.chat.Room;
import dev.mimo.examples.coder.Surroundings;
import dev.mimo.examples.coder.UsageError;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/** The command line. */
@Command(
        name = "mimo",
        description = "A coding agent for the command line, built with the library of the same name.",
        version = "mimo 0.1.0-SNAPSHOT",
        synopsisSubcommandLabel = "COMMAND",
        usageHelpAutoWidth = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "  0:done",
            "  1:failed, or refused by the model",
            "  2:bad usage, or something is missing",
            "  3:the goal was not met, or nobody could tell",
            "  4:a limit was reached",
            "  5:paused: a call waits for you; go on with mimo resume",
            "  6:stuck: it went round in circles",
            "130:cancelled with Ctrl-C"
        },
        footerHeading = "%nEnvironment:%n",
        footer = {
            "  MIMO_MODEL, OPENAI_API_KEY, OPENAI_COMPATIBLE_BASE_URL, ...   which model to use (see: mimo models)",
            "  MIMO_HOME     where sessions are kept (default: ~/.mimo)",
            "  MIMO_DEBUG    show where errors come from",
            "  NO_COLOR      no colours"
        })
public final class Mimo {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version.")
    boolean version;

    /** Kept, as a logger that nobody holds forgets its level. */
    private static final Logger MCP_LOG = Logger.getLogger("io.modelcontextprotocol");

    private Mimo() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] args) {
        boolean debug = System.getenv("MIMO_DEBUG") != null;
        if (!debug) {
            // The log on one line each, without stack traces.
            System.setProperty("java.util.logging.SimpleFormatter.format", "mimo: %5$s%n");
            MCP_LOG.setLevel(Level.WARNING);
        }
        String home = System.getenv("HOME");
        if (home != null && home.startsWith("/")) {
            // Java asks the user database, but shells, and so whatever is run here, take ~ from HOME.
            System.setProperty("user.home", home);
        }
        Interrupt interrupt = Interrupt.install();
        int code = run(Surroundings.ofProcess(interrupt), System::getenv, debug, args);
        interrupt.over();
        System.exit(code);
    }

    /** Runs a command and gives its exit code. */
    static int run(Surroundings around, Supplier<Map<String, String>> variables, boolean debug, String... args) {
        PrintWriter err = new PrintWriter(around.err(), true, StandardCharsets.UTF_8);
        Ansi ansi = around.terminal().colours() ? Ansi.ON : Ansi.OFF;
        CommandLine line = new CommandLine(new Mimo())
                .addSubcommand(new ChatCommand(around, variables))
                .addSubcommand(new RunCommand(around))
                .addSubcommand(new ResumeCommand(around))
                .addSubcommand(new CommandLine(new WorkflowCommand())
                        .addSubcommand(new WorkflowRunCommand(around))
                        .addSubcommand(new WorkflowResumeCommand(around))
                        .addSubcommand(new WorkflowListCommand(around))
                        .addSubcommand(new WorkflowShowCommand(around))
                        .addSubcommand(new WorkflowCancelCommand(around))
                        .addSubcommand(new WorkflowValidateCommand(around))
                        .addSubcommand(new WorkflowDryRunCommand(around)))
                .addSubcommand(new DemoCommand(around, variables))
                .addSubcommand(new WebCommand(around))
                .addSubcommand(new CiCommand(around))
                .addSubcommand(new ModelsCommand(variables))
                .addSubcommand(new HistoryCommand(around))
                .addSubcommand(new SessionsCommand(around))
                .addSubcommand(new ReportCommand(around, variables))
                .addSubcommand(new PermissionsCommand())
                .addSubcommand(new McpCommand(around))
                .addSubcommand(new MemoryCommand(around, variables))
                .addSubcommand(new DreamCommand(around))
                .addSubcommand(new DistillCommand(around))
                .addSubcommand(new UpkeepCommand(around))
                .addSubcommand(new DecodeCommand(System.in))
                .addSubcommand(new ImportClaudeCommand(around, variables))
                .addSubcommand(new CommandLine(new BenchCommand())
                        .addSubcommand(new RecallCommand())
                        .addSubcommand(new MaxBenchCommand(around))
                        .addSubcommand(new MonthCommand(around))
                        .addSubcommand(new DuelCommand(around, Room::isTerminal))
                        .addSubcommand(new SweCommand(around)))
                .setOverwrittenOptionsAllowed(true)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(Math.min(100, Math.max(55, around.terminal().width())))
                .setColorScheme(CommandLine.Help.defaultColorScheme(ansi))
                .setOut(new PrintWriter(around.terminal().out(), true, StandardCharsets.UTF_8))
                .setErr(err)
                .setParameterExceptionHandler((error, given) -> misused(error, err))
                .setExecutionExceptionHandler((error, command, parsed) -> broken(error, err, debug));
        try {
            return line.execute(args);
        } catch (Error e) {
            return broken(e, err, debug);
        }
    }

    private static int misused(ParameterException error, PrintWriter err) {
        String command = error.getCommandLine().getCommandSpec().qualifiedName();
        err.println("mimo: " + oneLine(error) + " (try: " + command + " --help)");
        return ExitCode.USAGE;
    }

    private static int broken(Throwable error, PrintWriter err, boolean debug) {
        if (debug) {
            error.printStackTrace(err);
        }
        if (error instanceof CancelledException || error instanceof InterruptedException) {
            err.println("mimo: cancelled");
            return ExitCode.CANCELLED;
        }
        err.println("mimo: " + oneLine(error));
        boolean usage = error instanceof UsageError
                || error instanceof InvalidAgent
                || error instanceof IllegalArgumentException;
        return usage ? ExitCode.USAGE : ExitCode.FAILED;
    }

    private static String oneLine(Throwable error) {
        String message = error.getMessage();
        String text = message == null || message.isBlank()
                ? "something broke: " + error.getClass().getSimpleName()
                : message;
        return text.strip().replaceAll("\\s*\\R\\s*", " ").replaceAll("\\p{Cntrl}", "?");
    }
}
