package dev.mimo.judge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.MimoException;
import dev.mimo.model.Cost;
import dev.mimo.model.Fields;
import dev.mimo.model.Json;
import dev.mimo.model.MessageFormat;
import dev.mimo.model.Reply;
import dev.mimo.model.Spent;
import dev.mimo.model.StopReason;
import dev.mimo.model.Usage;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Decisions as JSON. */
final class DecisionFormat {

    private DecisionFormat() {}

    static ObjectNode toJson(Decision decision) {
        ObjectNode json = summary(decision);
        ArrayNode candidates = Json.array();
        for (Candidate candidate : decision.candidates()) {
            Reply reply = candidate.reply();
            ObjectNode one = candidates.addObject().put("index", candidate.index());
            one.set("message", MessageFormat.toJson(reply.message()));
            one.put("stop_reason", reply.stopReason().value());
            one.set("usage", toJson(reply.usage()));
            if (reply.requestId() != null) {
                one.put("request", reply.requestId());
            }
        }
        json.set("candidates", candidates);
        return json;
    }

    static ObjectNode summary(Decision decision) {
        Choice choice = decision.choice();
        ObjectNode json = Json.object()
                .put("chosen", choice.index())
                .put("by", decision.by().name().toLowerCase(Locale.ROOT))
                .put("confidence", choice.confidence())
                .put("reason", choice.reason());
        json.set("faults", toJson(choice.faults()));
        json.set("dropped", toJson(decision.dropped()));
        Spent spent = decision.spent();
        json.put("calls", spent.calls());
        json.set("spent", toJson(spent.usage()));
        if (spent.cost() != null) {
            json.put("usd", spent.cost().usd().toPlainString());
        }
        return json;
    }

    static Decision read(JsonNode json, String place) {
        return Fields.of(json, place).whole(DecisionFormat::read);
    }

    private static Decision read(Fields from) {
        Choice choice = new Choice(
                (int) from.number("chosen"),
                from.any("confidence").doubleValue(),
                from.text("reason"),
                texts(from.object("faults")));
        String usd = from.textOrNull("usd");
        Spent spent = new Spent(
                (int) from.number("calls"),
                from.read("spent", MessageFormat::usage),
                usd == null ? null : Cost.usd(usd));
        return new Decision(
                from.list("candidates", DecisionFormat::candidate),
                texts(from.object("dropped")),
                choice,
                Decision.By.valueOf(from.text("by").toUpperCase(Locale.ROOT)),
                spent);
    }

    private static Candidate candidate(Fields from) {
        Reply reply = new Reply(
                from.read("message", MessageFormat::assistantMessage),
                new StopReason(from.text("stop_reason")),
                from.read("usage", MessageFormat::usage),
                from.textOrNull("request"));
        return new Candidate((int) from.number("index"), reply);
    }

    private static ObjectNode toJson(Map<Integer, String> texts) {
        ObjectNode json = Json.object();
        texts.forEach((index, text) -> json.put(String.valueOf(index), text));
        return json;
    }

    private static Map<Integer, String> texts(ObjectNode json) {
        Map<Integer, String> texts = new TreeMap<>();
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            try {
                texts.put(Integer.valueOf(field.getKey()), field.getValue().asText());
            } catch (NumberFormatException e) {
                throw new MimoException("not a candidate's index: " + field.getKey(), e);
            }
        }
        return texts;
    }

    private static ObjectNode toJson(Usage usage) {
        return Json.object()
                .put("input", usage.input())
                .put("output", usage.output())
                .put("reasoning", usage.reasoning())
                .put("cache_read", usage.cacheRead())
                .put("cache_write", usage.cacheWrite());
    }
}
