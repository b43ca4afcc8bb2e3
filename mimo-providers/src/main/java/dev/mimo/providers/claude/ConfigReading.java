package dev.mimo.providers.claude;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.permission.Permissions;
import dev.mimo.providers.claude.Values.Value;
import dev.mimo.tool.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads all files once. A repository's may forbid, and nothing else of them counts. For one thread. */
final class ConfigReading {

    /** From the one that wins to the one that loses. */
    private static final List<String> SETTINGS = List.of(".claude/settings.local.json", ".claude/settings.json");

    private static final Set<String> VARIABLES = Set.of(
            Access.KEY,
            Access.TOKEN,
            Access.ADDRESS,
            Access.HEADERS,
            ModelNames.MAIN,
            ModelNames.SMALL,
            ModelNames.SUBAGENT,
            ModelNames.HAIKU,
            ModelNames.SONNET,
            ModelNames.OPUS);

    private static final Map<String, String> REFUSED = Map.of(
            "CLAUDE_CODE_USE_BEDROCK", "this way to the models is not spoken here",
            "CLAUDE_CODE_USE_VERTEX", "this way to the models is not spoken here",
            "CLAUDE_CODE_USE_FOUNDRY", "this way to the models is not spoken here",
            "CLAUDE_CODE_OAUTH_TOKEN", "a login is for Claude Code alone; set " + Access.KEY,
            "CLAUDE_CONFIG_DIR", "only the home that was named is looked at");

    private final Notes notes;
    private final Path home;
    private final Workspace project;
    private final ConfigFiles files;
    private final PermissionRules rules;
    private final McpServers servers;
    private final Values values = new Values();
    private @Nullable Value model;
    private @Nullable Value keyHelper;

    /** {@code home}: its real path, or any when there is no such folder. */
    ConfigReading(Notes notes, Path home, Workspace project) {
        this.notes = notes;
        this.home = home;
        this.project = project;
        this.files = new ConfigFiles(notes, project.root());
        this.rules = new PermissionRules(notes, home, project);
        this.servers = new McpServers(notes);
    }

    void read(Map<String, String> environment) {
        environment(environment);
        for (String name : SETTINGS) {
            Path file = home.resolve(name);
            ObjectNode settings = files.settings(file, home);
            if (settings != null) {
                settings.properties().forEach(entry -> users(entry.getKey(), entry.getValue(), file.toString()));
            }
        }
        for (Path folder : repository()) {
            SETTINGS.forEach(name -> repositorys(folder, folder.resolve(name)));
            ObjectNode listed = files.state(folder.resolve(".mcp.json"), folder);
            if (listed != null) {
                servers.refuse(
                        listed.path("mcpServers"), folder.resolve(".mcp.json").toString());
            }
        }
        state(home.resolve(".claude.json"));
        if (files.broken()) {
            rules.doubt();
        }
    }

    Values values() {
        return values;
    }

    @Nullable
    Value model() {
        return model;
    }

    /** The command; null when there is none. */
    @Nullable
    Value keyHelper() {
        return keyHelper;
    }

    Permissions permissions() {
        return rules.permissions();
    }

    List<McpServer> servers() {
        return servers.all();
    }

    private void environment(Map<String, String> environment) {
        values.add(Values.ENVIRONMENT, environment);
        for (String name : new TreeSet<>(environment.keySet())) {
            String why = REFUSED.get(name);
            if (why != null) {
                notes.ignored("env." + name, "", Values.ENVIRONMENT, why);
            }
        }
    }

    private void users(String key, JsonNode value, String source) {
        switch (key) {
            case "env" -> variables(value, source);
            case "permissions" -> rules.addUsers(value, source);
            case "model" -> model = kept(key, value, source, model);
            case "apiKeyHelper" -> keyHelper = kept(key, value, source, keyHelper);
            case "hooks", "disableAllHooks" -> {
                // Told by the extensions, which read them.
            }
            default -> notes.ignored(key, "", source, "it has no meaning here");
        }
    }

    private @Nullable Value kept(String key, JsonNode value, String source, @Nullable Value before) {
        if (!value.isTextual() || value.textValue().isBlank()) {
            notes.ignored(key, "", source, "no text");
        } else if (before != null) {
            notes.ignored(key, "", source, "that of " + before.source() + " comes first");
        } else {
            return new Value(key, value.textValue().strip(), source);
        }
        return before;
    }

    private void variables(JsonNode given, String source) {
        Map<String, String> known = new LinkedHashMap<>();
        if (!given.isObject()) {
            notes.ignored("env", "", source, "no object");
        }
        given.properties().forEach(entry -> {
            String name = entry.getKey();
            if (!entry.getValue().isTextual()) {
                notes.ignored("env." + name, "", source, REFUSED.getOrDefault(name, "no text"));
            } else if (VARIABLES.contains(name)) {
                known.put(name, entry.getValue().textValue());
            } else {
                notes.ignored("env." + name, "", source, REFUSED.getOrDefault(name, "it has no meaning here"));
            }
        });
        values.add(source, known);
    }

    private void repositorys(Path folder, Path file) {
        ObjectNode settings = files.settings(file, folder);
        if (settings == null) {
            return;
        }
        settings.properties().forEach(entry -> {
            if (entry.getKey().equals("permissions")) {
                rules.addRepositorys(entry.getValue(), file.toString(), folder);
            } else {
                notes.ignored(entry.getKey(), "", file.toString(), "never set by a repository");
            }
        });
    }

    private void state(Path file) {
        ObjectNode state = files.state(file, home);
        if (state == null) {
            return;
        }
        String source = file.toString();
        JsonNode here = state.path("projects").path(project.root().toString());
        String there = source + " (this project)";
        servers.add(here.path("mcpServers"), there);
        servers.add(state.path("mcpServers"), source);
        rules.addAllowed(here.path("allowedTools"), "allowedTools", there);
        for (String login : List.of("primaryApiKey", "oauthAccount")) {
            if (state.hasNonNull(login)) {
                notes.hide(state.get(login).asText());
                notes.ignored(login, "", source, "a login is for Claude Code alone; set " + Access.KEY);
            }
        }
    }

    /** The folder, and that of the repository it lies in; neither is the user's home. */
    private List<Path> repository() {
        List<Path> folders = new ArrayList<>();
        Path root = project.root();
        if (!root.equals(home)) {
            folders.add(root);
        }
        for (Path at = root; at != null && !at.equals(home); at = at.getParent()) {
            if (Files.exists(at.resolve(".git"))) {
                if (!folders.contains(at)) {
                    folders.add(at);
                }
                break;
            }
        }
        return folders;
    }
}
