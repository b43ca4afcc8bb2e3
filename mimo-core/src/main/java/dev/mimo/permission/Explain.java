package dev.mimo.permission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import dev.mimo.model.JsonSchema;
import dev.mimo.model.ToolCall;
import dev.mimo.tool.Action;
import dev.mimo.tool.Effect;
import dev.mimo.tool.InvalidCall;
import dev.mimo.tool.Tool;
import dev.mimo.tool.Workspace;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says what the gate would answer to a call, and why. Looks at files to follow links; opens no socket, runs nothing, changes
 * nothing. Safe for use by several threads.
 */
public final class Explain {

    private static final Set<String> LINE_KEYS = Set.of("id", "tool", "input", "rules", "mode", "workspace");

    private static final String MCP_TOOL = "mcp__[A-Za-z0-9-]+(_[A-Za-z0-9-]+)*__[A-Za-z0-9_.-]+";

    private final Map<String, Tool> tools = new LinkedHashMap<>();

    /** {@code known}: the tools that calls may name, besides those of MCP servers. */
    public Explain(List<Tool> known) {
        known.forEach(tool -> tools.put(tool.spec().name(), tool));
    }

    /**
     * What would happen.
     *
     * @param verdict {@code allow}, {@code ask}, {@code deny}, or {@code error} for input that no tool could run
     * @param rule the rule that decided; null when none did
     * @param parts the actions with the answer to each
     */
    public record Answer(String verdict, @Nullable Rule rule, String why, List<Part> parts) {

        /** As {@code {verdict, rule, why, parts}}. */
        public ObjectNode toJson() {
            ObjectNode json = Json.object().put("verdict", verdict);
            if (rule == null) {
                json.putNull("rule");
            } else {
                json.putObject("rule")
                        .put("permission", rule.permission())
                        .put("pattern", rule.pattern())
                        .put("action", rule.action().name().toLowerCase(Locale.ROOT));
            }
            ArrayNode list = json.put("why", why).putArray("parts");
            for (Part part : parts) {
                list.addObject()
                        .put("subject", part.subject())
                        .put("effect", part.effect())
                        .put("verdict", part.verdict())
                        .put("why", part.why());
            }
            return json;
        }
    }

    /** One action of a call, and the answer to it alone. */
    public record Part(String subject, String effect, String verdict, String why) {}

    /** Judges one call. {@code interactive}: whether a person is there; if not, to ask is to deny. */
    public Answer call(
            Permissions permissions, String tool, ObjectNode input, Workspace workspace, boolean interactive) {
        List<Action> actions;
        try {
            actions = actions(tool, input, workspace);
        } catch (InvalidCall e) {
            return alone("error", e.getMessage());
        }
        if (actions == null) {
            return alone("deny", "unknown tool \"" + tool + "\"");
        }
        PermissionGate gate = new PermissionGate(permissions, workspace, null, path -> false);
        Permission permission = gate.decide(actions);
        List<Part> parts = actions.stream()
                .map(action -> part(action, gate.decide(List.of(action))))
                .toList();
        String verdict = word(permission);
        String why = permission.reason();
        if (verdict.equals("ask") && !interactive) {
            verdict = "deny";
            why = "nobody is there to ask: " + why;
        }
        return new Answer(verdict, permissions.ruleNamedIn(permission.reason()), why, parts);
    }

    /** Answers one line of a batch as it stands in a file; bytes that are not UTF-8 are denied. */
    public ObjectNode line(byte[] utf8) {
        try {
            return line(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString());
        } catch (CharacterCodingException e) {
            return numbered(Json.mapper().nullNode(), alone("deny", "the line is not UTF-8"));
        }
    }

    /**
     * Answers one line of a batch: an object with {@code id}, {@code tool}, {@code input}, {@code rules}, {@code mode}
     * ({@code interactive} or {@code non_interactive}) and {@code workspace}. Never throws: what cannot be read is denied.
     */
    public ObjectNode line(String line) {
        JsonNode id = Json.mapper().nullNode();
        Answer answer;
        try {
            ObjectNode given = Json.readObject(line);
            id = given.path("id").isMissingNode() ? id : given.get("id");
            answer = answer(given);
        } catch (RuntimeException | StackOverflowError e) {
            answer = alone("deny", e.getMessage() == null ? "the line cannot be read" : e.getMessage());
        }
        return numbered(id, answer);
    }

    private static ObjectNode numbered(JsonNode id, Answer answer) {
        ObjectNode json = Json.object();
        json.set("id", id);
        return json.put("verdict", answer.verdict()).put("why", answer.why());
    }

    private Answer answer(ObjectNode given) {
        given.fieldNames().forEachRemaining(name -> {
            if (!LINE_KEYS.contains(name)) {
                throw new BrokenRules("unknown key \"" + name + "\"");
            }
        });
        String mode = given.has("mode") ? text(given, "mode") : "non_interactive";
        if (!mode.equals("interactive") && !mode.equals("non_interactive")) {
            throw new BrokenRules("mode must be interactive or non_interactive: \"" + mode + "\"");
        }
        String tool = text(given, "tool");
        Permissions permissions = Permissions.fromJson(given.path("rules"));
        Workspace workspace = Workspace.of(Path.of(given.has("workspace") ? text(given, "workspace") : ""));
        if (!given.path("input").isObject()) {
            return tools.containsKey(tool) || tool.matches(MCP_TOOL)
                    ? alone("error", "input must be an object")
                    : alone("deny", "unknown tool \"" + tool + "\"");
        }
        return call(permissions, tool, (ObjectNode) given.get("input"), workspace, mode.equals("interactive"));
    }

    private @Nullable List<Action> actions(String name, ObjectNode input, Workspace workspace) {
        Tool tool = tools.get(name);
        if (tool == null) {
            // A tool of a server that is not asked now; the host listed it, so rules decide, and without one a person.
            return name.matches(MCP_TOOL) ? List.of(Action.of(name, Json.canonical(input), Effect.NETWORK)) : null;
        }
        List<String> faults = JsonSchema.of(tool.spec().inputSchema()).check(input);
        if (!faults.isEmpty()) {
            throw new InvalidCall(String.join("; ", faults));
        }
        return tool.actions(ToolCall.of("explain", name, input), workspace);
    }

    private static Part part(Action action, Permission permission) {
        return new Part(
                action.subject(),
                action.effect().name().toLowerCase(Locale.ROOT),
                word(permission),
                permission.reason());
    }

    private static String word(Permission permission) {
        return permission instanceof Permission.Allow ? "allow" : permission instanceof Permission.Ask ? "ask" : "deny";
    }

    private static Answer alone(String verdict, String why) {
        return new Answer(verdict, null, why, List.of());
    }

    private static String text(ObjectNode given, String name) {
        if (!given.path(name).isTextual()) {
            throw new BrokenRules(name + " must be a text: " + given.path(name));
        }
        return given.get(name).textValue();
    }
}
