package dev.mimo.examples.coder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.agent.Limits;
import dev.mimo.model.Cost;
import dev.mimo.model.Json;
import dev.mimo.permission.Mode;
import dev.mimo.permission.Permissions;
import dev.mimo.permission.Rule;
import dev.mimo.session.Entry;
import dev.mimo.session.Stored;
import dev.mimo.session.Transcript;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a run was started with. Kept with its session, so that it can be resumed by the session's name alone.
 *
 * @param model null for the one that the environment variables ask for
 * @param claude whether extensions in {@code .claude} folders count
 * @param mcp a file that lists MCP servers; null for none
 */
public record Settings(
        Path workspace,
        @Nullable String model,
        Mode mode,
        List<Rule> rules,
        Bounds bounds,
        boolean claude,
        @Nullable Path mcp) {

    /** The kind of the note in which they are kept. */
    public static final String NOTE = "cli_settings";

    /** Limits as they were given; null is no limit. */
    public record Bounds(
            @Nullable Integer steps,
            @Nullable Duration time,
            @Nullable BigDecimal usd) {

        /** These, where they are given, before the others. */
        public Bounds or(Bounds other) {
            return new Bounds(
                    steps == null ? other.steps : steps,
                    time == null ? other.time : time,
                    usd == null ? other.usd : usd);
        }

        Limits limits() {
            Limits limits = Limits.defaults();
            limits = steps == null ? limits : limits.steps(steps);
            limits = time == null ? limits : limits.wallClock(time);
            return usd == null ? limits : limits.cost(new Cost(usd));
        }
    }

    public Settings withModel(String spec) {
        return new Settings(workspace, spec, mode, rules, bounds, claude, mcp);
    }

    public Settings withMode(Mode other) {
        return new Settings(workspace, model, other, rules, bounds, claude, mcp);
    }

    /** {@code general}: rules that these come after. They are not kept with the session. */
    Permissions permissions(List<Rule> general) {
        Permissions permissions = Permissions.of(mode);
        for (Rule rule : general) {
            permissions = permissions.rule(rule);
        }
        for (Rule rule : rules) {
            permissions = permissions.rule(rule);
        }
        return permissions;
    }

    public ObjectNode toJson() {
        ObjectNode json = Json.object()
                .put("workspace", workspace.toString())
                .put("model", model)
                .put("mode", mode.name())
                .put("claude", claude)
                .put("mcp", mcp == null ? null : mcp.toString())
                .put("max_steps", bounds.steps())
                .put("timeout", bounds.time() == null ? null : bounds.time().toString())
                .put("max_cost_usd", bounds.usd() == null ? null : bounds.usd().toPlainString());
        ArrayNode list = json.putArray("rules");
        rules.forEach(rule -> list.addObject()
                .put("permission", rule.permission())
                .put("pattern", rule.pattern())
                .put("action", rule.action().name()));
        return json;
    }

    /** Reads what {@link #toJson} wrote. */
    public static Settings of(JsonNode json) {
        List<Rule> rules = new ArrayList<>();
        for (JsonNode rule : json.path("rules")) {
            rules.add(new Rule(
                    rule.path("permission").asText(),
                    rule.path("pattern").asText(),
                    Rule.Action.valueOf(rule.path("action").asText())));
        }
        String time = json.path("timeout").textValue();
        String usd = json.path("max_cost_usd").textValue();
        String mcp = json.path("mcp").textValue();
        Bounds bounds = new Bounds(
                json.path("max_steps").isInt() ? json.path("max_steps").intValue() : null,
                time == null ? null : Duration.parse(time),
                usd == null ? null : new BigDecimal(usd));
        return new Settings(
                Path.of(json.path("workspace").asText()),
                json.path("model").textValue(),
                Mode.valueOf(json.path("mode").asText()),
                List.copyOf(rules),
                bounds,
                json.path("claude").asBoolean(),
                mcp == null ? null : Path.of(mcp));
    }

    /** Those of the session's last run; null when it was not started by the command line. */
    public static @Nullable Settings last(Transcript transcript) {
        return last(transcript.stream(0).map(Stored::entry));
    }

    /** Those that were noted last among these entries; null when none were. */
    public static @Nullable Settings last(Stream<Entry> entries) {
        return entries.filter(entry ->
                        entry instanceof Entry.Noted note && note.kind().equals(NOTE))
                .reduce((first, second) -> second)
                .map(note -> of(((Entry.Noted) note).data()))
                .orElse(null);
    }
}
