package dev.mimo.permission;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Permissions in JSON. Strict: what is not known is refused, as a rule that was misspelt protects nobody. */
final class PermissionsFormat {

    /** A rule for {@code Bash} would bind nothing, and nobody would see it. */
    private static final Set<String> KNOWN = Set.of(
            "bash", "read", "edit", "write", "patch", "grep", "glob", "webfetch", "websearch", "external_directory");

    private PermissionsFormat() {}

    static Permissions read(JsonNode json) {
        if (json.isArray()) {
            return rules(Permissions.askBeforeChange(), json);
        }
        if (!json.isObject()) {
            throw new BrokenRules("permissions must be an object or an array of rules: " + shown(json));
        }
        checkKeys(json, Set.of("mode", "rules"), "permissions");
        Permissions permissions = Permissions.of(json.has("mode") ? mode(json.get("mode")) : Mode.ASK_BEFORE_CHANGE);
        JsonNode rules = json.path("rules");
        if (!rules.isMissingNode() && !rules.isArray()) {
            throw new BrokenRules("rules must be an array: " + shown(rules));
        }
        return rules.isArray() ? rules(permissions, rules) : permissions;
    }

    private static Permissions rules(Permissions start, JsonNode rules) {
        Permissions permissions = start;
        for (int i = 0; i < rules.size(); i++) {
            permissions = permissions.rule(rule(rules.get(i), "rule " + (i + 1)));
        }
        return permissions;
    }

    private static Rule rule(JsonNode json, String where) {
        if (!json.isObject()) {
            throw new BrokenRules(where + " must be an object: " + shown(json));
        }
        checkKeys(json, Set.of("permission", "pattern", "action"), where);
        String word = text(json, "action", where);
        Rule.Action action = Arrays.stream(Rule.Action.values())
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> new BrokenRules(where + ": action must be allow, ask or deny: \"" + word + "\""));
        String permission = text(json, "permission", where);
        String pattern = text(json, "pattern", where);
        if (permission.isBlank() || pattern.isEmpty()) {
            throw new BrokenRules(where + ": permission and pattern must not be empty");
        }
        String plain = permission.strip().toLowerCase(Locale.ROOT);
        if (KNOWN.contains(plain) && !plain.equals(permission)) {
            throw new BrokenRules(where + ": permission must be \"" + plain + "\": \"" + permission + "\"");
        }
        return new Rule(permission, pattern, action);
    }

    private static Mode mode(JsonNode json) {
        String word = json.isTextual() ? json.textValue().replace('_', '-') : "";
        return Arrays.stream(Mode.values())
                .filter(mode -> Permissions.word(mode).equals(word))
                .findFirst()
                .orElseThrow(() -> new BrokenRules("mode must be one of "
                        + Arrays.stream(Mode.values()).map(Permissions::word).collect(Collectors.joining(", "))
                        + ": " + shown(json)));
    }

    private static String text(JsonNode json, String name, String where) {
        JsonNode value = json.path(name);
        if (!value.isTextual()) {
            throw new BrokenRules(
                    where + ": " + name + (value.isMissingNode() ? " is missing" : " must be a text: " + shown(value)));
        }
        return value.textValue();
    }

    private static void checkKeys(JsonNode json, Set<String> known, String where) {
        json.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw new BrokenRules(where + ": unknown key \"" + name + "\"");
            }
        });
    }

    private static String shown(JsonNode json) {
        String text = json.toString();
        return text.length() > 200 ? text.substring(0, 200) + "..." : text;
    }
}
