package dev.mimo.examples.cli;

import dev.mimo.environment.AtomicFile;
import dev.mimo.examples.coder.Surroundings;
import dev.mimo.examples.coder.UsageError;
import dev.mimo.examples.report.HtmlReport;
import dev.mimo.examples.report.ReportJson;
import dev.mimo.examples.report.ReportReader;
import dev.mimo.examples.report.SessionReport;
import dev.mimo.model.Json;
import dev.mimo.model.ModelFacts;
import dev.mimo.model.ModelRef;
import dev.mimo.providers.KnownModel;
import dev.mimo.providers.ModelTable;
import dev.mimo.providers.StandardModels;
import dev.mimo.session.SessionId;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mimo report}: one page about one session. */
@Command(
        name = "report",
        description = "Writes what there is to tell of a session as one web page that needs no network: context, tokens"
                + " and cost, tool calls, checkpoints, memory, plan, transcript.",
        footer = {"", "The session may be at work meanwhile; the page shows it as it stands."})
final class ReportCommand implements Callable<Integer> {

    private static final String STANDARD_OUTPUT = "-";
    private static final String DEFAULT_FILE = "report.html";

    private final Surroundings around;
    private final Supplier<Map<String, String>> variables;

    @SuppressWarnings("NullAway.Init") // picocli gives it
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "SESSION", description = "Which one; without, the one written last.")
    private @Nullable String session;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where the page goes (default: " + DEFAULT_FILE + "); - is standard output.")
    private @Nullable String output;

    @Option(
            names = "--json",
            description = "Print the same as one JSON object; the page is then written only where -o says so.")
    private boolean json;

    @Option(
            names = "--project",
            paramLabel = "ID",
            description = "Whose memory is shown beside what is remembered for all projects (default: the session's).")
    private @Nullable String project;

    ReportCommand(Surroundings around, Supplier<Map<String, String>> variables) {
        this.around = around;
        this.variables = variables;
    }

    @Override
    public Integer call() throws IOException {
        SessionReport report = report();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.write(ReportJson.of(report)));
        }
        if (output != null || !json) {
            write(report, output == null ? DEFAULT_FILE : output, out);
        }
        out.flush();
        return ExitCode.DONE;
    }

    private SessionReport report() {
        try (StoredSessions sessions = StoredSessions.in(around.home())) {
            SessionId id = session == null ? sessions.findNewest() : SessionId.of(session);
            if (id == null) {
                throw new UsageError("there is no session in " + around.home());
            }
            SessionReport report = new ReportReader(sessions.sources(id, project, models())).find(id);
            if (report == null) {
                throw new UsageError("there is no session \"" + id + "\" in " + around.home());
            }
            return report;
        }
    }

    private Function<ModelRef, ModelFacts> models() {
        ModelTable table = new StandardModels(variables.get()).table();
        return ref -> {
            KnownModel known = table.find(ref.provider(), ref.name());
            return known == null ? ModelFacts.unknown(ref) : known.facts();
        };
    }

    private void write(SessionReport report, String to, PrintWriter out) throws IOException {
        String page = HtmlReport.of(report, ZoneId.systemDefault());
        if (to.equals(STANDARD_OUTPUT)) {
            out.print(page);
            return;
        }
        Path file = Path.of(to).toAbsolutePath();
        Path folder = file.getParent();
        if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(file)) {
            throw new UsageError("no file can be written at " + file);
        }
        // What was said in a session is nobody else's business: as private as the session itself.
        AtomicFile.write(file, page.getBytes(StandardCharsets.UTF_8), true);
        if (!json) {
            out.println(file);
        }
    }
}
