package dev.mimo.examples.month;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.Model;
import dev.mimo.model.ModelCall;
import dev.mimo.model.Prompt;
import dev.mimo.model.Reply;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decides what code cannot, knowing nothing but what it is shown: of two entries with other numbers that which was seen last
 * holds, two with the same numbers say the same; all else stays. Safe for use by several threads.
 */
final class Keeper implements Model {

    private static final Pattern MATTER = Pattern.compile("(?m)^(pair|wording|directive) (\\d+): ");
    private static final Pattern ENTRY = Pattern.compile("(?m)^(?:first|second): (\\{.*})$");
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    @Override
    public Reply reply(Prompt prompt, ModelCall call) {
        String asked = ((Message.User) prompt.messages().get(0)).text();
        ObjectNode answer = Json.object();
        Matcher matter = MATTER.matcher(asked);
        while (matter.find()) {
            ArrayNode decisions = answer.withArray(matter.group(1) + "s");
            ObjectNode decision = decisions.addObject().put(matter.group(1), Integer.parseInt(matter.group(2)));
            if (matter.group(1).equals("pair")) {
                decision.put("decision", pair(asked.substring(matter.end())));
            } else if (matter.group(1).equals("directive")) {
                decision.put("decision", "add");
            }
        }
        return Reply.text(Json.write(answer));
    }

    private static String pair(String shown) {
        Matcher entry = ENTRY.matcher(shown);
        entry.find();
        ObjectNode first = Json.readObject(entry.group(1));
        entry.find();
        ObjectNode second = Json.readObject(entry.group(1));
        if (numbers(first).equals(numbers(second))) {
            return "merge";
        }
        return first.path("last_seen")
                                .asText()
                                .compareTo(second.path("last_seen").asText())
                        > 0
                ? "keep_first"
                : "keep_second";
    }

    private static Set<String> numbers(ObjectNode entry) {
        Set<String> numbers = new TreeSet<>();
        Matcher number = NUMBER.matcher(entry.path("text").asText());
        while (number.find()) {
            numbers.add(number.group());
        }
        return numbers;
    }
}
