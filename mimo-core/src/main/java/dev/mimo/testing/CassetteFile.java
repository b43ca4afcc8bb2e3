package dev.mimo.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.Event;
import dev.mimo.environment.MimoException;
import dev.mimo.environment.Redactor;
import dev.mimo.model.Fields;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.MessageFormat;
import dev.mimo.model.ModelException;
import dev.mimo.model.ModelFacts;
import dev.mimo.model.ModelRef;
import dev.mimo.model.Prices;
import dev.mimo.model.Reply;
import dev.mimo.model.ReplyWithdrawn;
import dev.mimo.model.StopReason;
import dev.mimo.model.TextDelta;
import dev.mimo.model.ThinkingDelta;
import dev.mimo.model.ToolCallDelta;
import dev.mimo.model.Usage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The format of cassettes: JSON Lines. The first line names the version and the model; each other one is an exchange. A
 * prompt that continues an earlier one says so and holds its new messages only, so that a file is as long as what was said.
 */
final class CassetteFile {

    static final int VERSION = 1;

    private CassetteFile() {}

    /**
     * One prompt and what came of it: a reply or an exception.
     *
     * @param role whom the model was called for; to be read by people
     * @param request a {@link CanonicalPrompt}
     */
    record Exchange(
            String role,
            ObjectNode request,
            List<Event> deltas,
            @Nullable Reply reply,
            @Nullable ModelException error) {}

    /** A whole file. */
    record Tape(ModelFacts facts, List<Exchange> exchanges) {}

    static String write(Tape tape) {
        StringBuilder lines = new StringBuilder(Json.write(header(tape.facts()))).append('\n');
        List<Exchange> before = new ArrayList<>();
        for (Exchange exchange : tape.exchanges()) {
            ObjectNode line = Redactor.standard().redact(line(exchange, before));
            lines.append(Json.write(line)).append('\n');
            before.add(exchange);
        }
        return lines.toString();
    }

    /** Throws {@link MimoException} with the line when it is not of this format. */
    static Tape read(String text, String file) {
        List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
        if (lines.isEmpty()) {
            throw new MimoException(file + " is empty: it is no cassette");
        }
        ObjectNode head = parse(lines.get(0), file + ", line 1");
        if (!head.path("cassette").isIntegralNumber()) {
            throw new MimoException(file + " is no cassette: its first line has no version");
        } else if (head.path("cassette").asLong() != VERSION) {
            throw new MimoException(file + " has version " + head.path("cassette") + " of the format, and only "
                    + VERSION + " is known: record it anew");
        }
        List<Exchange> exchanges = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            String place = file + ", line " + (i + 1);
            exchanges.add(Fields.of(parse(lines.get(i), place), place).whole(from -> exchange(from, exchanges)));
        }
        return new Tape(Fields.of(head, file + ", line 1").whole(CassetteFile::facts), exchanges);
    }

    /** An object with every digit kept. */
    static ObjectNode parse(String line) {
        return parse(line, "JSON");
    }

    private static ObjectNode parse(String line, String place) {
        try {
            if (Json.exact().readTree(line) instanceof ObjectNode object) {
                return object;
            }
            throw new MimoException(place + " is no JSON object");
        } catch (JsonProcessingException e) {
            throw new MimoException(place + " is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static ObjectNode header(ModelFacts facts) {
        ObjectNode json =
                Json.object().put("cassette", VERSION).put("model", facts.ref().toString());
        if (facts.window() != null) {
            json.put("window", facts.window());
        }
        if (facts.maxOutput() != null) {
            json.put("max_output", facts.maxOutput());
        }
        Prices prices = facts.prices();
        if (prices != null) {
            json.set("prices", prices(prices));
        }
        return json;
    }

    private static ObjectNode prices(Prices prices) {
        ObjectNode json = Json.object()
                .put("input", prices.input().toPlainString())
                .put("output", prices.output().toPlainString())
                .put("cache_read", prices.cacheRead().toPlainString())
                .put("cache_write", prices.cacheWrite().toPlainString());
        Prices.Tier above = prices.above();
        if (above != null) {
            json.putObject("above").put("tokens", above.tokens()).set("prices", prices(above.prices()));
        }
        return json;
    }

    private static ModelFacts facts(Fields from) {
        from.number("cassette");
        Long window = numberOrNull(from, "window");
        Long maxOutput = numberOrNull(from, "max_output");
        return new ModelFacts(
                ModelRef.parse(from.text("model")),
                window == null ? null : Math.toIntExact(window),
                maxOutput == null ? null : Math.toIntExact(maxOutput),
                from.readOrNull("prices", CassetteFile::prices));
    }

    private static Prices prices(Fields from) {
        return new Prices(
                new java.math.BigDecimal(from.text("input")),
                new java.math.BigDecimal(from.text("output")),
                new java.math.BigDecimal(from.text("cache_read")),
                new java.math.BigDecimal(from.text("cache_write")),
                from.readOrNull(
                        "above",
                        tier -> new Prices.Tier(tier.number("tokens"), tier.read("prices", CassetteFile::prices))));
    }

    static @Nullable Long numberOrNull(Fields from, String field) {
        return from.has(field) ? from.number(field) : null;
    }

    private static ObjectNode line(Exchange exchange, List<Exchange> before) {
        ObjectNode json = Json.object().put("role", exchange.role());
        int base = continued(exchange.request(), before);
        if (base < 0) {
            json.set("prompt", exchange.request());
        } else {
            json.put("continues", base + 1);
            ArrayNode added = json.putArray("added");
            JsonNode messages = exchange.request().path("messages");
            int known = before.get(base).request().path("messages").size();
            for (int i = known; i < messages.size(); i++) {
                added.add(messages.get(i));
            }
        }
        Reply reply = exchange.reply();
        ModelException error = exchange.error();
        if (reply != null) {
            json.set("reply", json(reply));
        } else if (error != null) {
            json.set("error", CassetteError.toJson(error));
        }
        ArrayNode deltas = json.putArray("deltas");
        exchange.deltas().forEach(delta -> deltas.add(json(delta)));
        return json;
    }

    /** The exchange whose prompt is the longest beginning of this one; -1 when there is none. */
    private static int continued(ObjectNode request, List<Exchange> before) {
        int best = -1;
        int longest = 0;
        for (int i = 0; i < before.size(); i++) {
            ObjectNode other = before.get(i).request();
            int size = other.path("messages").size();
            if (size > longest && begins(other, request)) {
                best = i;
                longest = size;
            }
        }
        return best;
    }

    private static boolean begins(ObjectNode shorter, ObjectNode longer) {
        JsonNode first = shorter.path("messages");
        JsonNode second = longer.path("messages");
        if (first.size() > second.size()) {
            return false;
        }
        for (String field : List.of("system", "tools", "options")) {
            if (!shorter.path(field).equals(longer.path(field))) {
                return false;
            }
        }
        for (int i = 0; i < first.size(); i++) {
            if (!first.get(i).equals(second.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static Exchange exchange(Fields from, List<Exchange> before) {
        ObjectNode request;
        if (from.has("continues")) {
            long base = from.number("continues");
            if (base < 1 || base > before.size()) {
                return from.refuse("continues", "the number of an earlier exchange");
            }
            request = before.get((int) base - 1).request().deepCopy();
            ArrayNode messages = (ArrayNode) request.get("messages");
            from.any("added").forEach(messages::add);
        } else {
            request = from.object("prompt");
        }
        Reply reply = from.readOrNull("reply", CassetteFile::reply);
        ModelException error = from.readOrNull("error", CassetteError::read);
        if ((reply == null) == (error == null)) {
            return from.refuse("reply", "there, or else an error");
        }
        return new Exchange(from.text("role"), request, from.list("deltas", CassetteFile::delta), reply, error);
    }

    private static ObjectNode json(Reply reply) {
        ObjectNode json = Json.object();
        json.set("message", MessageFormat.toJson(reply.message()));
        json.put("stop_reason", reply.stopReason().value());
        Usage usage = reply.usage();
        json.putObject("usage")
                .put("input", usage.input())
                .put("output", usage.output())
                .put("reasoning", usage.reasoning())
                .put("cache_read", usage.cacheRead())
                .put("cache_write", usage.cacheWrite());
        return reply.requestId() == null ? json : json.put("request_id", reply.requestId());
    }

    private static Reply reply(Fields from) {
        if (!(MessageFormat.read(from.any("message"), "message") instanceof Message.Assistant message)) {
            return from.refuse("message", "an assistant's");
        }
        Usage usage = from.read(
                "usage",
                counts -> new Usage(
                        counts.number("input"),
                        counts.number("output"),
                        counts.number("reasoning"),
                        counts.number("cache_read"),
                        counts.number("cache_write")));
        return new Reply(message, new StopReason(from.text("stop_reason")), usage, from.textOrNull("request_id"));
    }

    private static ObjectNode json(Event delta) {
        if (delta instanceof TextDelta text) {
            return Json.object().put("text", text.text());
        } else if (delta instanceof ThinkingDelta thinking) {
            return Json.object().put("thinking", thinking.text());
        } else if (delta instanceof ReplyWithdrawn withdrawn) {
            return Json.object().put("withdrawn", withdrawn.reason());
        }
        ToolCallDelta call = (ToolCallDelta) delta;
        return Json.object().put("call", call.index()).put("name", call.name()).put("arguments", call.arguments());
    }

    private static Event delta(Fields from) {
        if (from.has("text")) {
            return new TextDelta(from.text("text"));
        } else if (from.has("thinking")) {
            return new ThinkingDelta(from.text("thinking"));
        } else if (from.has("withdrawn")) {
            return new ReplyWithdrawn(from.text("withdrawn"));
        }
        return new ToolCallDelta(Math.toIntExact(from.number("call")), from.text("name"), from.text("arguments"));
    }
}
