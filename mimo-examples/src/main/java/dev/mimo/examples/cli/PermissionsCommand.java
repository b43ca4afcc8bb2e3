package dev.mimo.examples.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.agent.AgentTools;
import dev.mimo.environment.MimoException;
import dev.mimo.examples.terminal.Printable;
import dev.mimo.model.Json;
import dev.mimo.permission.Explain;
import dev.mimo.permission.Permissions;
import dev.mimo.tool.Tool;
import dev.mimo.tool.Workspace;
import dev.mimo.tool.coding.CodingTools;
import dev.mimo.tool.shell.ShellTools;
import dev.mimo.tool.web.WebTools;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mimo permissions}: says what the gate would answer. */
@Command(name = "permissions", description = "Explains what the permission gate would answer.")
public final class PermissionsCommand {

    private static final int ALLOW = 0;
    private static final int USAGE = 2;
    private static final int ASK = 10;
    private static final int DENY = 11;

    /** What begins further lines about one part, under the first. */
    private static final String MARGIN = "\n" + " ".repeat(18);

    @SuppressWarnings("NullAway.Init") // picocli gives it
    @Spec
    private CommandSpec spec;

    public PermissionsCommand() {}

    @Command(
            name = "explain",
            description = "Judges one call, or a file of calls; opens no socket and changes nothing."
                    + " Exit code: 0 allow, 10 ask, 11 deny; for a batch 0 when every line was answered.")
    int explain(
            @Option(names = "--rules", paramLabel = "FILE", description = "permissions as JSON") @Nullable Path rules,
            @Option(names = "--tool", paramLabel = "NAME", description = "the tool's name") @Nullable String tool,
            @Option(names = "--input", paramLabel = "JSON", description = "its arguments") @Nullable String input,
            @Option(
                            names = "--workspace",
                            paramLabel = "FOLDER",
                            defaultValue = "",
                            description = "default: this folder")
                    Path workspace,
            @Option(names = "--json", description = "answer as one JSON object; a batch always does") boolean json,
            @Option(names = "--batch", paramLabel = "FILE", description = "calls, one JSON object a line") @Nullable
                    Path batch)
            throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Explain explain = new Explain(tools());
        if (batch != null) {
            return batch(explain, batch, out);
        }
        if (rules == null || tool == null || input == null) {
            spec.commandLine().getErr().println("give --rules, --tool and --input, or --batch");
            return USAGE;
        }
        Explain.Answer answer = one(explain, rules, tool, input, workspace);
        out.println(json ? Json.write(answer.toJson()) : words(answer));
        out.flush();
        return switch (answer.verdict()) {
            case "allow" -> ALLOW;
            case "ask" -> ASK;
            default -> DENY;
        };
    }

    private static Explain.Answer one(Explain explain, Path rules, String tool, String input, Path workspace) {
        Permissions permissions;
        try {
            permissions = Permissions.fromJson(Json.read(Files.readString(rules)));
        } catch (MimoException | IOException e) {
            return new Explain.Answer("deny", null, "rules " + rules + ": " + e.getMessage(), List.of());
        }
        ObjectNode arguments;
        try {
            arguments = Json.readObject(input);
        } catch (MimoException e) {
            return new Explain.Answer("error", null, "input: " + e.getMessage(), List.of());
        }
        try {
            return explain.call(permissions, tool, arguments, Workspace.of(workspace), true);
        } catch (IllegalArgumentException e) {
            return new Explain.Answer("deny", null, e.getMessage(), List.of());
        }
    }

    /** The answer, and below it how the call was understood: what it would do, each with the answer to it alone. */
    private static String words(Explain.Answer answer) {
        StringJoiner lines = new StringJoiner("\n");
        lines.add(answer.verdict() + ": " + Printable.text(answer.why()));
        for (Explain.Part part : answer.parts()) {
            lines.add("  %-5s  %-7s  %s"
                    .formatted(
                            part.verdict(),
                            part.effect(),
                            Printable.text(part.subject()).replace("\n", MARGIN)));
            if (!part.why().equals(answer.why())) {
                lines.add(MARGIN.substring(1) + Printable.text(part.why()));
            }
        }
        return lines.toString();
    }

    private static int batch(Explain explain, Path file, PrintWriter out) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            for (byte[] line = BatchLines.next(in); line != null; line = BatchLines.next(in)) {
                if (!BatchLines.isBlank(line)) {
                    out.println(Json.write(explain.line(line)));
                }
            }
        }
        out.flush();
        return ALLOW;
    }

    private static List<Tool> tools() {
        List<Tool> tools = new ArrayList<>(ShellTools.all());
        tools.addAll(CodingTools.all());
        tools.add(WebTools.fetch());
        tools.addAll(List.of(AgentTools.plan(), AgentTools.task(), AgentTools.askUser()));
        return tools;
    }
}
