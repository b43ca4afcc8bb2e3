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

/** Where agents are to work, and how; for every command that begins something. */
final class AgentOptions {

    @Option(
            names = "--workspace",
            paramLabel = "DIR",
            description = "The folder to work in; the current one when left out.")
    Path workspace = Path.of("");

    @Mixin
    ExtensionOptions extensions = new ExtensionOptions();

    @Mixin
    TurnOptions options = new TurnOptions();

    @Mixin
    PermissionOptions permissions = new PermissionOptions();

    AgentOptions() {}

    /** Throws {@link UsageError} when the workspace is no folder. */
    Settings settings() throws IOException {
        return settings(null);
    }

    /** The same, with MCP servers of a file. */
    Settings settings(@Nullable Path mcp) throws IOException {
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
