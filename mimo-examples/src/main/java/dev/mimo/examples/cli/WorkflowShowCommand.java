package dev.mimo.examples.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.environment.AtomicFile;
import dev.mimo.environment.Environment;
import dev.mimo.examples.coder.Surroundings;
import dev.mimo.examples.coder.UsageError;
import dev.mimo.examples.terminal.Printable;
import dev.mimo.examples.terminal.Terminal;
import dev.mimo.workflow.tree.RunTree;
import dev.mimo.workflow.tree.RunTreeHtml;
import dev.mimo.workflow.tree.RunTreeText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mimo workflow show}: what a run did. */
@Command(
        name = "show",
        description = "Shows a run as a tree with times, tokens and endings, and its result.",
        footer = {"", "The run may be at work meanwhile; it is shown as it stands."})
final class WorkflowShowCommand implements Callable<Integer> {

    private static final String STANDARD_OUTPUT = "-";
    private static final String DEFAULT_FILE = "workflow.html";

    /** More than that is shown only when asked for. */
    private static final int LINES = 120;

    private final Surroundings around;

    @Parameters(arity = "0..1", paramLabel = "RUN", description = "Which one; without, the one written last.")
    @Nullable
    String name;

    @Option(names = "--all", description = "Show every call, also of large fan-outs.")
    boolean all;

    @Option(names = "--html", description = "Write one web page that needs no network, with a bar for each call.")
    boolean html;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where the page goes (default: " + DEFAULT_FILE + "); - is standard output.")
    @Nullable
    String output;

    WorkflowShowCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException {
        WorkflowRuns runs = WorkflowRuns.in(around.home());
        RunTree tree = runs.tree(runs.id(name));
        Instant now = Environment.standard().clock().instant();
        if (html || output != null) {
            write(RunTreeHtml.of(tree, ZoneId.systemDefault(), now), output == null ? DEFAULT_FILE : output);
        } else {
            show(tree, now);
        }
        around.terminal().out().flush();
        return ExitCode.DONE;
    }

    private void show(RunTree tree, Instant now) {
        Terminal terminal = around.terminal();
        RunTreeText text = RunTreeText.of(tree).width(terminal.width()).at(now);
        text = all ? text : text.lines(LINES);
        text = terminal.colours() ? text.colours() : text;
        terminal.out().print(text);
        JsonNode value = tree.terminal() == null ? null : tree.terminal().value();
        if (value != null) {
            terminal.line();
            terminal.out().println(Printable.text(value.isTextual() ? value.textValue() : value.toPrettyString()));
        }
    }

    private void write(String page, String to) throws IOException {
        if (to.equals(STANDARD_OUTPUT)) {
            around.terminal().out().print(page);
            return;
        }
        Path file = Path.of(to).toAbsolutePath();
        Path folder = file.getParent();
        if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(file)) {
            throw new UsageError("no file can be written at " + file);
        }
        // What agents were asked and said is nobody else's business: as private as the run itself.
        AtomicFile.write(file, page.getBytes(StandardCharsets.UTF_8), true);
        around.terminal().out().println(file);
    }
}
