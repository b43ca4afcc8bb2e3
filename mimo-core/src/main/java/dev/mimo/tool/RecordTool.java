package dev.mimo.tool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.model.Json;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.model.ToolSpec;
import org.jspecify.annotations.Nullable;

/**
 * A tool whose arguments are a record. Immutable; made by {@link Tool#of}.
 *
 * @param <A> the arguments
 */
public final class RecordTool<A extends Record> implements Tool {

    private final ToolSpec spec;
    private final Class<A> arguments;
    private final Body<A> body;
    private final Effect effect;
    private final boolean idempotent;

    private RecordTool(ToolSpec spec, Class<A> arguments, Body<A> body, Effect effect, boolean idempotent) {
        this.spec = spec;
        this.arguments = arguments;
        this.body = body;
        this.effect = effect;
        this.idempotent = idempotent;
    }

    static <A extends Record> RecordTool<A> of(String name, String description, Class<A> arguments, Body<A> body) {
        ToolSpec spec = new ToolSpec(name, description, RecordSchema.of(arguments));
        return new RecordTool<>(spec, arguments, body, Effect.HOST, false);
    }

    /** The same tool, known for what it does to the world. */
    public RecordTool<A> effect(Effect worst) {
        return new RecordTool<>(spec, arguments, body, worst, idempotent);
    }

    /** The same tool, whose calls may be run again when they were interrupted half-way. */
    public RecordTool<A> repeatable() {
        return new RecordTool<>(spec, arguments, body, effect, true);
    }

    @Override
    public ToolSpec spec() {
        return spec;
    }

    @Override
    public Effect effect() {
        return effect;
    }

    @Override
    public boolean idempotent() {
        return idempotent || effect == Effect.READ;
    }

    @Override
    public ToolResult call(ToolCall call, ToolContext context) throws Exception {
        Object answer = body.call(bind(call), context);
        return ToolResult.of(call, told(answer));
    }

    private A bind(ToolCall call) {
        try {
            return Json.mapper().treeToValue(call.arguments(), arguments);
        } catch (JsonProcessingException e) {
            throw new InvalidCall("the arguments of " + spec.name() + " do not fit: " + e.getOriginalMessage());
        }
    }

    /** What the model is told of what a body returned. */
    static String told(@Nullable Object answer) {
        if (answer == null) {
            return "done";
        }
        return answer instanceof CharSequence text
                ? text.toString()
                : Json.write(Json.mapper().<JsonNode>valueToTree(answer));
    }

    /**
     * What a typed tool does.
     *
     * @param <A> the arguments
     */
    @FunctionalInterface
    public interface Body<A> {

        /** Returns what the model is told: text as it is, null as "done", anything else as JSON. */
        @Nullable
        Object call(A arguments, ToolContext context) throws Exception;
    }
}
