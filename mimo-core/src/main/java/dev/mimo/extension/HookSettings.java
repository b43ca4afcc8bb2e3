package dev.mimo.extension;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Reads hooks from settings files, in the shape that Claude Code gave them. For one loading. */
final class HookSettings {

    private static final int LARGEST = 1024 * 1024;
    private static final Duration STANDARD_LIMIT = Duration.ofSeconds(60);
    private static final Duration LONGEST_LIMIT = Duration.ofMinutes(10);

    /**
     * What no repository ever sets, trusted or not: whoever wrote it would act through the agent in the name of its user, or
     * learn the user's keys. As nothing else in such a file has a meaning here, none of it is used.
     */
    static final Set<String> NEVER_BY_REPOSITORY = Set.of(
            "baseUrl",
            "headers",
            "keys",
            "apiKeyHelper",
            "provider",
            "providers",
            "permissions",
            "memory",
            "dataFolder",
            "hooks",
            "mcp",
            "mcpServers",
            "enableAllProjectMcpServers",
            "env",
            "environment",
            "proxy",
            "certificates",
            "trust");

    private final Path folder;
    private final List<Hook> hooks = new ArrayList<>();

    /** {@code folder}: where hooks run. */
    HookSettings(Path folder) {
        this.folder = folder;
    }

    List<Hook> hooks() {
        return List.copyOf(hooks);
    }

    /** Reads a file of the user's, or one that the host named. */
    void add(Place place, Path file) {
        ObjectNode settings = read(place, file);
        if (settings == null || settings.path("disableAllHooks").asBoolean()) {
            return;
        }
        settings.path("hooks").properties().forEach(entry -> {
            CommandHook.Moment moment = moment(entry.getKey());
            if (moment == null) {
                place.ignored(Report.Kind.HOOK, file, Names.line(entry.getKey(), 80) + " is no moment for a hook here");
            } else {
                entry.getValue().forEach(group -> add(place, file, moment, group));
            }
        });
    }

    /** Says what a repository's settings would have set. */
    static void refuse(Place place, Path file) {
        if (!place.trusted()) {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                place.ignored(Report.Kind.SETTINGS, file, "the folder is not trusted");
            }
            return;
        }
        ObjectNode settings = read(place, file);
        if (settings != null) {
            settings.fieldNames().forEachRemaining(key -> {
                String name = Names.line(key, 80);
                String why = NEVER_BY_REPOSITORY.contains(key)
                        ? " is never set by a repository"
                        : " is no setting for a repository";
                place.ignored(Report.Kind.SETTINGS, file, name + why);
            });
        }
    }

    private static @Nullable ObjectNode read(Place place, Path file) {
        String text = place.read(file, LARGEST, Report.Kind.SETTINGS);
        if (text == null) {
            return null;
        }
        try {
            return Json.readObject(text);
        } catch (RuntimeException e) {
            place.ignored(Report.Kind.SETTINGS, file, "no valid JSON");
            return null;
        }
    }

    private void add(Place place, Path file, CommandHook.Moment moment, JsonNode group) {
        String matcher = group.path("matcher").asText("");
        for (JsonNode hook : group.path("hooks")) {
            String command = hook.path("command").asText("");
            if (!hook.path("type").asText("command").equals("command") || command.isBlank()) {
                place.ignored(Report.Kind.HOOK, file, "a hook of " + moment + " is no command");
                continue;
            }
            try {
                hooks.add(new CommandHook(moment, pattern(matcher), command, limit(hook), folder));
                place.loaded(Report.Kind.HOOK, moment + " " + matcher, file, Names.line(command, 200));
            } catch (PatternSyntaxException e) {
                place.ignored(Report.Kind.HOOK, file, "matcher is no pattern: " + Names.line(matcher, 80));
            }
        }
    }

    private static @Nullable Pattern pattern(String matcher) {
        return matcher.isEmpty() || matcher.equals("*") ? null : Pattern.compile(matcher);
    }

    private static Duration limit(JsonNode hook) {
        double seconds = hook.path("timeout").asDouble(0);
        if (!(seconds > 0)) {
            return STANDARD_LIMIT;
        }
        return seconds >= LONGEST_LIMIT.toSeconds()
                ? LONGEST_LIMIT
                : Duration.ofMillis((long) Math.ceil(seconds * 1e3));
    }

    private static CommandHook.@Nullable Moment moment(String name) {
        for (CommandHook.Moment moment : CommandHook.Moment.values()) {
            if (moment.name().equals(name)) {
                return moment;
            }
        }
        return null;
    }
}
