package dev.mimo.examples.cli;

import dev.mimo.environment.Environment;
import dev.mimo.environment.MimoException;
import dev.mimo.examples.coder.Project;
import dev.mimo.examples.coder.Settings;
import dev.mimo.examples.coder.Surroundings;
import dev.mimo.examples.coder.ToolServers;
import dev.mimo.examples.coder.UsageError;
import dev.mimo.examples.terminal.Printable;
import dev.mimo.examples.terminal.Style;
import dev.mimo.examples.terminal.Terminal;
import dev.mimo.mcp.McpEvent;
import dev.mimo.mcp.McpServers;
import dev.mimo.mcp.McpStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mimo mcp}: tries MCP servers, and accepts tools that have changed. */
@Command(
        name = "mcp",
        description = "Start the MCP servers that a file lists, show their tools, and end them.",
        footer = {
            "",
            "A tool that is not what it was when it was first seen is not used until it is accepted:",
            "  mimo mcp .mcp.json --accept mcp__github__create_issue"
        })
final class McpCommand implements Callable<Integer> {

    private final Surroundings around;

    @Parameters(paramLabel = "FILE", description = "Lists servers as .mcp.json does.")
    Path file = Path.of(".mcp.json");

    @Option(
            names = "--accept",
            paramLabel = "TOOL",
            description = "Take this tool as it is now, or all of them for *. May be repeated.")
    List<String> accepted = List.of();

    @Mixin
    WorkOptions work = new WorkOptions();

    McpCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException {
        Settings settings = work.settings();
        work.agent.extensions.decide(Project.of(settings, around.home()));
        try (McpServers servers = ToolServers.read(file, settings, around.home())) {
            List<McpStatus> found = servers.start(Environment.standard());
            accept(servers, found);
            List<McpStatus> now = servers.status();
            now.forEach(this::show);
            boolean well = now.stream().allMatch(status -> status.state() == McpStatus.State.UP);
            return well ? ExitCode.DONE : ExitCode.FAILED;
        } catch (MimoException e) {
            throw new UsageError(String.valueOf(e.getMessage()));
        }
    }

    private void accept(McpServers servers, List<McpStatus> found) {
        List<String> left = new ArrayList<>(accepted);
        left.remove("*");
        for (McpStatus status : found) {
            for (McpEvent.ToolChanged change : status.changed()) {
                if (left.remove(change.tool()) || accepted.contains("*")) {
                    servers.accept(change);
                }
            }
        }
        if (!left.isEmpty()) {
            throw new UsageError("nothing has changed about " + String.join(", ", left) + ".");
        }
    }

    private void show(McpStatus status) {
        Terminal terminal = around.terminal();
        boolean up = status.state() == McpStatus.State.UP;
        terminal.line(up ? Style.GREEN : Style.RED, Printable.text(status.toString()));
        status.tools().forEach(tool -> terminal.line(Style.PLAIN, "  " + tool));
        for (McpEvent.ToolChanged change : status.changed()) {
            terminal.line(Style.YELLOW, "  " + change.tool() + " has changed and is not used; --accept takes it");
            terminal.line(Style.DIM, "    was: " + Printable.text(change.before()));
            terminal.line(Style.DIM, "    is:  " + Printable.text(change.after()));
        }
    }
}
