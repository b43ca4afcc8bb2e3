package dev.mimo.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.JsonSchema;
import dev.mimo.model.ToolCall;
import dev.mimo.tool.InvalidCall;
import dev.mimo.tool.Tool;
import dev.mimo.tool.Toolbox;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Checks calls against the schemas of their tools; a schema is read once. Safe for use by several threads. */
final class CallCheck {

    private static final int SHOWN = 200;

    private final Map<String, JsonSchema> schemas = new ConcurrentHashMap<>();

    /** The call with arguments that follow the schema; throws when they do not, with words for the model. */
    ToolCall fit(ToolCall call, Tool tool) {
        String unparsed = call.unparsed();
        if (unparsed != null) {
            throw new InvalidCall("not run: the arguments are not one whole JSON object; they begin with "
                    + unparsed.substring(0, Math.min(SHOWN, unparsed.length()))
                    + " - send them again, in smaller pieces if they were cut");
        }
        JsonSchema schema = schemas.computeIfAbsent(
                call.name(), name -> JsonSchema.of(tool.spec().inputSchema()));
        ObjectNode arguments = schema.mend(call.arguments());
        List<String> faults = schema.check(arguments);
        if (!faults.isEmpty()) {
            throw new InvalidCall(
                    "not run: the arguments do not fit " + call.name() + ":\n" + String.join("\n", faults));
        }
        return arguments.equals(call.arguments()) ? call : call.withArguments(arguments);
    }

    static String unknownTool(String name, Toolbox toolbox) {
        StringBuilder text =
                new StringBuilder("there is no tool named \"").append(name).append("\"; there are:");
        String like = "";
        for (Tool tool : toolbox) {
            String known = tool.spec().name();
            text.append(' ').append(known);
            if (plain(known).equals(plain(name))) {
                like = known;
            }
        }
        return like.isEmpty() ? text.toString() : text + ". Do you mean " + like + "?";
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }
}
