package dev.mimo.session;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.ToolCall;
import dev.mimo.session.HistorySearch.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Words of an entry, as a search of history reads them and as people can: thinking and pictures are no words, and data URLs
 * lose their data.
 *
 * @param text not blank
 */
public record Utterance(Source source, String text) {

    private static final Pattern DATA = Pattern.compile("(data:[\\w/+.;=-]{0,100};base64,)[A-Za-z0-9+/=_-]+");

    /** What an entry says, in order; nothing for one that only keeps account. */
    public static List<Utterance> of(Entry entry) {
        List<Utterance> said = new ArrayList<>();
        if (entry instanceof Entry.MessageAdded added) {
            Message.User message = added.message();
            add(said, message.note() == null ? Source.USER : Source.RUNTIME, message.text());
        } else if (entry instanceof Entry.ReplyAdded reply) {
            for (Content block : reply.message().content()) {
                if (block instanceof Content.Text text) {
                    add(said, Source.ASSISTANT, text.text());
                } else if (block instanceof ToolCall call) {
                    add(said, Source.TOOL_CALL, text(call));
                }
            }
        } else if (entry instanceof Entry.CallFinished finished) {
            add(said, Source.TOOL_RESULT, finished.result().text());
        }
        return said;
    }

    private static void add(List<Utterance> said, Source source, String text) {
        String words = text.contains(";base64,") ? DATA.matcher(text).replaceAll("$1…") : text;
        if (!words.isBlank()) {
            said.add(new Utterance(source, words));
        }
    }

    /** The name and the arguments, these without the marks of JSON, so that code in them reads as code. */
    private static String text(ToolCall call) {
        StringBuilder text = new StringBuilder(call.name());
        if (call.unparsed() != null) {
            return text.append('\n').append(call.unparsed()).toString();
        }
        call.arguments().properties().forEach(field -> write(field.getKey(), field.getValue(), text));
        return text.toString();
    }

    private static void write(String name, JsonNode value, StringBuilder to) {
        if (value.isObject()) {
            to.append('\n').append(name).append(':');
            value.properties().forEach(field -> write(field.getKey(), field.getValue(), to));
        } else if (value.isArray()) {
            value.forEach(element -> write(name, element, to));
        } else {
            to.append('\n').append(name).append(": ").append(value.isTextual() ? value.textValue() : Json.write(value));
        }
    }
}
