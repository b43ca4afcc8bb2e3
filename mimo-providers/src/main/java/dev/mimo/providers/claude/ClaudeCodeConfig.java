package dev.mimo.providers.claude;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.agent.AgentBuilder;
import dev.mimo.environment.Environment;
import dev.mimo.environment.MimoException;
import dev.mimo.extension.Extensions;
import dev.mimo.extension.LoadedExtensions;
import dev.mimo.extension.Report;
import dev.mimo.extension.Trust;
import dev.mimo.model.Json;
import dev.mimo.model.Model;
import dev.mimo.model.Role;
import dev.mimo.permission.Permissions;
import dev.mimo.providers.ModelServer;
import dev.mimo.tool.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What somebody has set up for Claude Code, for an agent of this library: models and how they are reached, permissions,
 * instructions, skills, agents, commands and hooks. {@code ClaudeCodeConfig.load(home, project).applyTo(builder)} is all that
 * is needed.
 *
 * <p>The user's own files are believed: {@code .claude/settings.json}, {@code .claude/settings.local.json} and
 * {@code .claude.json} in the home, and the environment, which comes before them. Files of the project may forbid and ask,
 * and nothing else; what it has of skills, agents and commands counts once it is trusted. Rules that cannot be said here
 * exactly become stricter.
 *
 * <p>All is read once, when loaded. Nothing is written, and keys stand neither in the report nor in messages. Immutable; safe
 * for use by several threads.
 */
public final class ClaudeCodeConfig {

    private final Path home;
    private final Path project;
    private final ModelServers servers;
    private final Permissions permissions;
    private final List<McpServer> mcpServers;
    private final LoadedExtensions extensions;
    private final Notes notes;
    private final @Nullable KeyCommand helper;
    private final boolean runsHelper;
    private final Map<String, String> variables;

    private ClaudeCodeConfig(Path home, Path project, Map<String, String> environment) {
        Workspace workspace = Workspace.of(project);
        this.home = real(home);
        this.project = workspace.root();
        this.notes = new Notes();
        ConfigReading reading = new ConfigReading(notes, this.home, workspace);
        reading.read(environment);
        this.servers = ModelServers.of(reading, environment, notes);
        this.permissions = reading.permissions();
        this.mcpServers = reading.servers();
        this.extensions = extensions(Trust.none());
        Values.Value command = reading.keyHelper();
        boolean folder = Files.isDirectory(this.home);
        this.helper = command == null || !folder ? null : new KeyCommand(command.text(), this.home, command.source());
        this.runsHelper = false;
        this.variables = environment;
    }

    private ClaudeCodeConfig(ClaudeCodeConfig from, LoadedExtensions extensions, boolean runsHelper) {
        this.home = from.home;
        this.project = from.project;
        this.servers = from.servers;
        this.permissions = from.permissions;
        this.mcpServers = from.mcpServers;
        this.notes = from.notes;
        this.helper = from.helper;
        this.extensions = extensions;
        this.runsHelper = runsHelper;
        this.variables = from.variables;
    }

    /**
     * Reads it, with the variables of this process.
     *
     * @param home the user's; it need not exist
     * @param project the folder to work in
     * @throws IllegalArgumentException when the project is no folder
     */
    public static ClaudeCodeConfig load(Path home, Path project) {
        return load(home, project, System.getenv());
    }

    /** Reads it, with these variables instead of those of this process. */
    public static ClaudeCodeConfig load(Path home, Path project, Map<String, String> environment) {
        return new ClaudeCodeConfig(home, project, Map.copyOf(environment));
    }

    /** Who decides whether what the project has of skills, agents and commands may act; nothing is trusted when left out. */
    public ClaudeCodeConfig trust(Trust trust) {
        return new ClaudeCodeConfig(this, extensions(trust), runsHelper);
    }

    /**
     * Whether the user's {@code apiKeyHelper} may be run when no key stands anywhere; not when left out. It is a command of
     * the shell by definition and can do whatever the user can. It is run once, when a model is first made, for at most 10 s,
     * with an empty input and without the keys in this process's environment.
     */
    public ClaudeCodeConfig runKeyHelper(boolean run) {
        return new ClaudeCodeConfig(this, extensions, run);
    }

    /** Whether a model can be made: there is a key, a helper that may run, or a server that may need none. */
    public boolean hasModel() {
        return servers.areReachable(allowedHelper());
    }

    /**
     * The model of a role; the main one where none is set up for it.
     *
     * @throws MimoException when a key is missing, or something that was set up is wrong
     */
    public Model model(Role role) {
        return model(role, Environment.standard());
    }

    /** The same in an environment of the host. */
    public Model model(Role role, Environment environment) {
        return server(role).model(environment);
    }

    /**
     * The server of a role's model, to be changed before it becomes a model.
     *
     * @throws MimoException when something that was set up is wrong, or the key helper fails
     */
    public ModelServer server(Role role) {
        return servers.server(role, allowedHelper());
    }

    /** In the order of Claude Code: what denies, then what asks, then what allows. */
    public Permissions permissions() {
        return permissions;
    }

    /** Instructions, skills, agents, commands and hooks. */
    public LoadedExtensions extensions() {
        return extensions;
    }

    /** Those of the user; none of them is started. */
    public List<McpServer> mcpServers() {
        return mcpServers;
    }

    /**
     * The same as a part for agents, which starts them; without those that are reached by SSE, which is spoken no longer. {@code
     * ${NAME}} in their settings is taken from the variables given to {@link #load}. Close it after the agents.
     *
     * @throws MimoException when one cannot be used, or needs a variable that is not set
     */
    public dev.mimo.mcp.McpServers mcp() {
        ObjectNode json = Json.object();
        ObjectNode all = json.putObject("mcpServers");
        mcpServers.stream()
                .filter(server -> server.kind() != McpServer.Kind.SSE)
                .forEach(server -> all.set(server.name(), server.toJson()));
        return dev.mimo.mcp.McpServers.fromJson(json, variables::get);
    }

    /** What was taken from where, and what was ignored and why. */
    public ImportReport report() {
        Notes all = notes.copy();
        if (helper != null) {
            helper.tell(all, runsHelper, servers.haveCredential());
        }
        for (Report report : extensions.reports()) {
            tell(report, all);
        }
        return all.report();
    }

    /** Gives a builder the workspace, permissions, extensions, and models where there are any; what it had of these goes. */
    public AgentBuilder applyTo(AgentBuilder builder) {
        return applyTo(builder, Environment.standard());
    }

    /** The same, for an agent that lives in an environment of the host. */
    public AgentBuilder applyTo(AgentBuilder builder, Environment environment) {
        builder.workspace(project).permissions(permissions).part(extensions);
        if (hasModel()) {
            servers.roles().forEach(role -> builder.model(role, model(role, environment)));
        }
        return builder;
    }

    /** Where it is from; no keys. */
    @Override
    public String toString() {
        return "ClaudeCodeConfig[" + home + ", " + project + "]";
    }

    private @Nullable KeyCommand allowedHelper() {
        return runsHelper ? helper : null;
    }

    private LoadedExtensions extensions(Trust trust) {
        Extensions found = Extensions.of(project).trust(trust).claude(true);
        return (Files.isDirectory(home) ? found.user(home) : found).load();
    }

    /** Settings were told already; a hook's command may hold a secret. */
    private static void tell(Report report, Notes all) {
        if (report.kind() == Report.Kind.SETTINGS) {
            return;
        }
        String what = report.kind().name().toLowerCase(Locale.ROOT);
        String why = report.loaded() && report.kind() == Report.Kind.HOOK ? "" : report.note();
        if (report.loaded()) {
            all.taken(what, report.name(), report.source().toString(), why);
        } else {
            all.ignored(what, report.name(), report.source().toString(), why);
        }
    }

    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            return folder.toAbsolutePath().normalize();
        }
    }
}
