package dev.mimo.examples.coder;

import dev.mimo.agent.Agent;
import dev.mimo.agent.AgentBuilder;
import dev.mimo.agent.AgentTools;
import dev.mimo.environment.MimoException;
import dev.mimo.extension.LoadedExtensions;
import dev.mimo.mcp.McpServers;
import dev.mimo.memory.MimoMemory;
import dev.mimo.model.Model;
import dev.mimo.permission.GrantStore;
import dev.mimo.permission.Permissions;
import dev.mimo.tool.coding.CodingTools;
import dev.mimo.tool.shell.ShellTools;
import dev.mimo.undo.Undo;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A coding agent for one folder, as its settings want it. Closing it ends its MCP servers. Confined to one thread. */
public final class Coder implements AutoCloseable {

    /** How the agent is told that it works, as the instructions begin with it. */
    public enum Manner {
        ALONE("You work on your own; nobody watches while you do."),
        TOGETHER(
                "You work together with a person who sees what you do, may say something at any time, and is asked before"
                        + " you change anything. Answer questions in words; do not change files for them.");

        private final String words;

        Manner(String words) {
            this.words = words;
        }
    }

    private static final String NO_MODEL =
            "no model: set a vendor's key such as OPENAI_API_KEY (mimo models lists them), or"
                    + " OPENAI_COMPATIBLE_BASE_URL with OPENAI_COMPATIBLE_MODEL, or MIMO_MODEL, or give --model PROVIDER:NAME.";

    private static final String SOME_MODELS = "name a model such as openai:gpt-5.2 or openai-compatible:NAME@BASE_URL.";

    private final Surroundings around;
    private final Settings settings;
    private final Model model;
    private final LoadedExtensions extensions;
    private final Permissions permissions;
    private final @Nullable McpServers servers;

    /** Throws {@link UsageError} when there is no such model, or the MCP servers cannot be read. */
    public Coder(Surroundings around, Settings settings, LoadedExtensions extensions) {
        this.around = around;
        this.settings = settings;
        this.extensions = extensions;
        this.model = model(around, settings);
        this.permissions = settings.permissions(new ClaudeImport(around.home()).rules(settings.workspace()));
        Path listed = settings.mcp();
        this.servers = listed == null ? null : ToolServers.read(listed, settings, around.home());
    }

    /** Throws {@link UsageError} when there is no such model. */
    public static void requireModel(Surroundings around, Settings settings) {
        model(around, settings);
    }

    public Settings settings() {
        return settings;
    }

    public Model model() {
        return model;
    }

    /** What may be done: imported rules, then those of the settings. */
    public Permissions permissions() {
        return permissions;
    }

    public LoadedExtensions extensions() {
        return extensions;
    }

    /** What keeps the files as they were. */
    public static Undo undo(Path home) {
        return Undo.in(home.resolve("undo"));
    }

    /** The sessions of all runs, and what they left behind. */
    public static MimoMemory memory(Path home) {
        return MimoMemory.at(home);
    }

    /** The answers that were given for this project; null when they would lie within it, and it could write its own. */
    public @Nullable GrantStore grants() {
        Path folder = around.home().resolve("grants").toAbsolutePath().normalize();
        return folder.startsWith(settings.workspace()) ? null : GrantStore.open(folder, settings.workspace());
    }

    /** The agent that remembers, writes workflows, keeps grants and what files held, but for who is asked and who listens. */
    public AgentBuilder agent(Manner manner, MimoMemory memory, Undo undo) {
        AgentBuilder builder = agent(manner)
                .memory(memory)
                .part(undo)
                // A script that a model wrote is kept out of this process.
                .tools(Workflows.engine(around, settings, true).tool());
        GrantStore grants = grants();
        return grants == null ? builder : builder.grants(grants);
    }

    /** The agent that keeps nothing, but for who is asked and who listens. */
    public AgentBuilder agent(Manner manner) {
        AgentBuilder builder = Agent.builder()
                .name("mimo")
                .model(model)
                .instructions(instructions(manner))
                .workspace(settings.workspace())
                .tools(CodingTools.files())
                .tools(ShellTools.all())
                .tools(AgentTools.plan(), AgentTools.askUser())
                // Where the project has kinds of sub-agents, the tool that starts them comes with them.
                .tools(extensions.agents().isEmpty() ? List.of(AgentTools.task()) : List.of())
                .permissions(permissions)
                .limits(settings.bounds().limits())
                .part(parts -> parts.protect(around.home()))
                .part(extensions);
        return servers == null ? builder : builder.part(servers);
    }

    @Override
    public void close() {
        if (servers != null) {
            servers.close();
        }
    }

    private static Model model(Surroundings around, Settings settings) {
        Model model = around.findModel(settings.model());
        if (model == null) {
            String wanted = settings.model();
            throw new UsageError(wanted == null ? NO_MODEL : "no provider knows \"" + wanted + "\"; " + SOME_MODELS);
        }
        if (settings.bounds().usd() != null && model.facts().prices() == null) {
            throw new UsageError("--max-cost needs known prices, and those of "
                    + model.facts().ref() + " are not: use --max-steps or --timeout.");
        }
        return model;
    }

    private String instructions(Manner manner) {
        try (InputStream in = Coder.class.getResourceAsStream("instructions.md")) {
            if (in == null) {
                throw new MimoException("instructions.md is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("{workspace}", settings.workspace().toString())
                    .replace("{os}", System.getProperty("os.name"))
                    .replace("{manner}", manner.words);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
