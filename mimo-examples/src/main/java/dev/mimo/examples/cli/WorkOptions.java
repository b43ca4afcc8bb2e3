package dev.mimo.examples.cli;

import dev.mimo.examples.coder.Settings;
import dev.mimo.examples.coder.UsageError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where an agent is to work, in which session, and how; for every command that begins something. */
final class WorkOptions {

    @Option(
            names = "--workspace",
            paramLabel = "DIR",
            description = "The folder to work in; the current one when left out.")
    Path workspace = Path.of("");

    @Option(
            names = "--session",
            paramLabel = "ID",
            description = "The session to go on with or to begin; a new one when left out.")
    @Nullable
    String session;

    @Option(
            names = "--mcp",
            paramLabel = "FILE",
            description = "Start the MCP servers that this file lists, as .mcp.json does; mimo mcp FILE tries them.")
    @Nullable
    Path mcp;

    @Mixin
    ExtensionOptions extensions = new ExtensionOptions();

    @Mixin
    TurnOptions options = new TurnOptions();

    @Mixin
    PermissionOptions permissions = new PermissionOptions();

    WorkOptions() {}

    /** Throws {@link UsageError} when the workspace is no folder. */
    Settings settings() throws IOException {
        if (!Files.isDirectory(workspace.toAbsolutePath())) {
            throw new UsageError("the workspace is no folder: " + workspace + ".");
        }
        return new Settings(
                workspace.toRealPath(),
                options.model,
                permissions.named.mode,
                List.copyOf(permissions.rules),
                options.bounds(),
                extensions.claude,
                mcp == null ? null : mcp.toAbsolutePath().normalize());
    }
}
