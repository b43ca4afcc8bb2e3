package dev.mimo.agent;

import dev.mimo.model.Content;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What starts a turn. Immutable; each method gives a new one. */
public final class Input {

    private final List<Content> content;
    private final Map<String, Object> attributes;
    private final @Nullable Limits limits;
    private final @Nullable StopCondition goal;

    private Input(
            List<Content> content,
            Map<String, Object> attributes,
            @Nullable Limits limits,
            @Nullable StopCondition goal) {
        this.content = content;
        this.attributes = attributes;
        this.limits = limits;
        this.goal = goal;
    }

    /** Throws {@link IllegalArgumentException} when {@code text} is blank: no provider takes an empty message. */
    public static Input of(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("an input is not blank");
        }
        return new Input(List.of(Content.text(text)), Map.of(), null, null);
    }

    /** Adds a picture, say. */
    public Input attach(Content block) {
        List<Content> more = new ArrayList<>(content);
        more.add(block);
        return new Input(List.copyOf(more), attributes, limits, goal);
    }

    /**
     * Hands something to the tools of this turn: a tenant, a user. Never shown to the model, and never stored but for its
     * name: a host that goes on with the turn elsewhere gives it again.
     */
    public Input attribute(String key, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(attributes);
        more.put(key, value);
        return new Input(content, Map.copyOf(more), limits, goal);
    }

    /** Limits for this turn, beside those of the agent: the tighter of two holds. */
    public Input limits(Limits other) {
        return new Input(content, attributes, other, goal);
    }

    /**
     * The turn may stop only when this condition lets it, beside what the agent's own stop gates say. It is not stored: a
     * host that goes on with the turn elsewhere gives it again.
     */
    public Input goal(StopCondition condition) {
        return new Input(content, attributes, limits, condition);
    }

    public List<Content> content() {
        return content;
    }

    public Map<String, Object> attributes() {
        return attributes;
    }

    /** Null when the agent's own are enough. */
    public @Nullable Limits limits() {
        return limits;
    }

    /** Null when there is none. */
    public @Nullable StopCondition goal() {
        return goal;
    }
}
