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
 * holds, two with the same numbers say the same, all else stays; what was done again and again is written up. Safe for use by several threads.
 */
final class Keeper implements Model {

    private static final Pattern MATTER = Pattern.compile("(?m)^(pair|wording|directive) (\\d+): ");
    private static final Pattern ENTRY = Pattern.compile("(?m)^(?:first|second): (\\{.*})$");
    private static final Pattern PROCEDURE = Pattern.compile("(?ms)^procedure (\\d+), [^\n]*:\n(.*?)(?=^$)");
    private static final Pattern EXAMPLE = Pattern.compile("(?m)^  \\S[^\n]*\n    e\\.g\\. ([^\n]+)");
    private static final Pattern VARIABLE = Pattern.compile("v1\\.\\d+|Test\\d+Test|(?<=/V)\\d+");
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    @Override
    public Reply reply(Prompt prompt, ModelCall call) {
        String asked = ((Message.User) prompt.messages().get(0)).text();
        return Reply.text(Json.write(asked.contains("\nprocedure ") ? procedures(asked) : entries(asked)));
    }

    private static ObjectNode entries(String asked) {
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
        return answer;
    }

    /** Each gets the form that fits, and its deeds as they were seen, with a place for what differs. */
    private static ObjectNode procedures(String asked) {
        ObjectNode answer = Json.object();
        ArrayNode decisions = answer.withArray("decisions");
        Matcher procedure = PROCEDURE.matcher(asked);
        while (procedure.find()) {
            String steps = procedure.group(2);
            boolean release = steps.contains("deploy.sh");
            boolean test = steps.contains("-Dtest");
            Procedure kind = release ? Procedure.RELEASE : test ? Procedure.FAILING_TEST : Procedure.COLUMN;
            StringBuilder body = new StringBuilder("Do this, in this order:\n");
            Matcher example = EXAMPLE.matcher(steps);
            while (example.find()) {
                body.append("- `")
                        .append(VARIABLE.matcher(example.group(1)).replaceAll("<it>"))
                        .append("`\n");
            }
            decisions
                    .addObject()
                    .put("procedure", Integer.parseInt(procedure.group(1)))
                    .put("form", release ? "skill" : test ? "agent" : "command")
                    .put("name", kind.asset())
                    .put(
                            "description",
                            "Use it when the user asks for it: " + kind.asset().replace('-', ' '))
                    .put("body", body + (release || test ? "" : "\nIt is about $ARGUMENTS."));
        }
        return answer;
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
