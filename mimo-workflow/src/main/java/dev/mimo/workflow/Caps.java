package dev.mimo.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Cost;
import dev.mimo.model.Json;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a run may take, all of its nested runs and all of its passes included. The numbers of {@link #defaults()} are those of
 * the upstream tool, but that they hold for the whole tree. Immutable.
 *
 * @param concurrent agents at work at once; at least 1
 * @param agents calls of {@code agent()}; at least 1
 * @param depth how deep runs may nest; 0 for none
 * @param time by the clock, times between passes left out
 * @param tokens of output; null for any number
 * @param cost null for any
 * @param stall how long an agent may give no sign of life
 * @param stalls how often a stalled agent is started again
 */
public record Caps(
        int concurrent,
        int agents,
        int depth,
        Duration time,
        @Nullable Long tokens,
        @Nullable Cost cost,
        Duration stall,
        int stalls) {

    public Caps {
        requireAtLeast("concurrent", concurrent, 1);
        requireAtLeast("agents", agents, 1);
        requireAtLeast("depth", depth, 0);
        requireAtLeast("stalls", stalls, 0);
        requirePositive("time", time);
        requirePositive("stall", stall);
        if (tokens != null && tokens < 0) {
            throw new IllegalArgumentException("tokens must not be negative: " + tokens);
        }
    }

    /** 2 to 16 agents at once, by the processors; 1,000 calls; depth 8; 12 hours; a stall is 3 minutes, tried 5 times again. */
    public static Caps defaults() {
        int processors = Runtime.getRuntime().availableProcessors();
        int concurrent = Math.min(16, Math.max(2, processors - 2));
        return new Caps(concurrent, 1_000, 8, Duration.ofHours(12), null, null, Duration.ofMinutes(3), 5);
    }

    public Caps withConcurrent(int count) {
        return new Caps(count, agents, depth, time, tokens, cost, stall, stalls);
    }

    public Caps withAgents(int count) {
        return new Caps(concurrent, count, depth, time, tokens, cost, stall, stalls);
    }

    public Caps withDepth(int deepest) {
        return new Caps(concurrent, agents, deepest, time, tokens, cost, stall, stalls);
    }

    public Caps withTime(Duration longest) {
        return new Caps(concurrent, agents, depth, longest, tokens, cost, stall, stalls);
    }

    public Caps withTokens(@Nullable Long most) {
        return new Caps(concurrent, agents, depth, time, most, cost, stall, stalls);
    }

    public Caps withCost(@Nullable Cost most) {
        return new Caps(concurrent, agents, depth, time, tokens, most, stall, stalls);
    }

    /** How long an agent may give no sign of life, and how often it is then started again. */
    public Caps withStall(Duration longest, int again) {
        return new Caps(concurrent, agents, depth, time, tokens, cost, longest, again);
    }

    ObjectNode toJson() {
        ObjectNode json = Json.object()
                .put("concurrent", concurrent)
                .put("agents", agents)
                .put("depth", depth)
                .put("time", time.toMillis());
        json.put("tokens", tokens);
        json.put("cost", cost == null ? null : cost.usd().toPlainString());
        return json.put("stall", stall.toMillis()).put("stalls", stalls);
    }

    /** What a journal says; where it says nothing, the defaults. */
    static Caps of(ObjectNode json) {
        Caps usual = defaults();
        JsonNode tokens = json.path("tokens");
        JsonNode cost = json.path("cost");
        return new Caps(
                json.path("concurrent").asInt(usual.concurrent),
                json.path("agents").asInt(usual.agents),
                json.path("depth").asInt(usual.depth),
                Duration.ofMillis(json.path("time").asLong(usual.time.toMillis())),
                tokens.isNumber() ? Long.valueOf(tokens.asLong()) : null,
                cost.isTextual() ? Cost.usd(cost.asText()) : null,
                Duration.ofMillis(json.path("stall").asLong(usual.stall.toMillis())),
                json.path("stalls").asInt(usual.stalls));
    }

    private static void requireAtLeast(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ": " + value);
        }
    }

    private static void requirePositive(String name, Duration value) {
        if (Objects.requireNonNull(value).isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " must be positive: " + value);
        }
    }
}
