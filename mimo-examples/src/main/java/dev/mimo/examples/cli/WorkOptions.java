package dev.mimo.examples.cli;

import dev.mimo.examples.coder.Settings;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where an agent is to work, in which session, and how. */
final class WorkOptions {

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
    AgentOptions agent = new AgentOptions();

    WorkOptions() {}

    /** Throws {@link dev.mimo.examples.coder.UsageError} when the workspace is no folder. */
    Settings settings() throws IOException {
        return agent.settings(mcp);
    }
}
