package dev.mimo.tool.shell;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.ToolCall;
import dev.mimo.tool.InvalidCall;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a call of {@code bash} says.
 *
 * @param command never blank, without zero characters
 * @param folder as written; null for the workspace's root
 * @param timeout 1 ms to 10 min; null when not given
 */
record Arguments(
        String command, @Nullable String folder, @Nullable Duration timeout, boolean background) {

    static final int LONGEST_MILLIS = 600_000;

    private static final Set<String> NAMES = Set.of("command", "cwd", "timeout_ms", "background");

    static Arguments of(ToolCall call) {
        ObjectNode given = call.arguments();
        checkNames(given, NAMES);
        String command = text(given, "command");
        if (command == null || command.isBlank()) {
            throw new InvalidCall("command is empty");
        }
        if (command.indexOf('\0') >= 0) {
            throw new InvalidCall("command has a zero character");
        }
        JsonNode background = given.path("background");
        if (!background.isMissingNode() && !background.isNull() && !background.isBoolean()) {
            throw new InvalidCall("background must be true or false: " + background);
        }
        return new Arguments(command, text(given, "cwd"), timeout(given), background.asBoolean());
    }

    static void checkNames(ObjectNode given, Set<String> names) {
        given.fieldNames().forEachRemaining(name -> {
            if (!names.contains(name)) {
                throw new InvalidCall("unknown argument " + name + "; there are "
                        + String.join(", ", names.stream().sorted().toList()));
            }
        });
    }

    static @Nullable String text(ObjectNode given, String name) {
        JsonNode value = given.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw new InvalidCall(name + " must be a text: " + value);
        }
        return value.textValue();
    }

    static @Nullable Duration timeout(ObjectNode given) {
        JsonNode value = given.path("timeout_ms");
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        boolean fits = value.isIntegralNumber() && value.canConvertToInt();
        if (!fits || value.intValue() < 1 || value.intValue() > LONGEST_MILLIS) {
            throw new InvalidCall("timeout_ms must be a whole number in [1, " + LONGEST_MILLIS + "]: " + value);
        }
        return Duration.ofMillis(value.intValue());
    }
}
