package dev.mimo.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Cost;
import dev.mimo.model.Fields;
import dev.mimo.model.Json;
import java.time.Duration;
import java.time.format.DateTimeParseException;

/** Limits as JSON; what is unlimited is left out. */
final class LimitsFormat {

    private LimitsFormat() {}

    static ObjectNode toJson(Limits limits) {
        ObjectNode json = Json.object();
        if (limits.steps() != null) {
            json.put("steps", limits.steps());
        }
        if (limits.wallClock() != null) {
            json.put("wall_clock", limits.wallClock().toString());
        }
        if (limits.tokens() != null) {
            json.put("tokens", limits.tokens());
        }
        if (limits.cost() != null) {
            json.put("usd", limits.cost().usd().toPlainString());
        }
        return json.put("unknown_prices", limits.allowsUnknownPrices())
                .put("depth", limits.depth())
                .put("subagents", limits.subagents());
    }

    static Limits read(Fields from) {
        Limits limits = Limits.defaults();
        if (from.has("steps")) {
            limits = limits.steps(count(from, "steps"));
        }
        if (from.has("wall_clock")) {
            limits = limits.wallClock(duration(from));
        }
        if (from.has("tokens")) {
            limits = limits.tokens(from.number("tokens"));
        }
        if (from.has("usd")) {
            limits = limits.cost(Cost.usd(from.text("usd")));
        }
        if (from.flag("unknown_prices")) {
            limits = limits.allowUnknownPrices();
        }
        return limits.depth(count(from, "depth")).subagents(count(from, "subagents"));
    }

    private static Duration duration(Fields from) {
        try {
            return Duration.parse(from.text("wall_clock"));
        } catch (DateTimeParseException e) {
            return from.refuse("wall_clock", "a duration such as PT2H");
        }
    }

    private static int count(Fields from, String field) {
        long number = from.number(field);
        return number == (int) number ? (int) number : from.<Integer>refuse(field, "a count");
    }
}
