package dev.mimo.tool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.model.ToolSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tool whose arguments are a record, bound as {@link RecordSchema#bind} says. Immutable; made by {@link Tool#of}.
 *
 * @param <A> the arguments
 */
public final class RecordTool<A extends Record> implements Tool {

    private final ToolSpec spec;
    private final Binding<A> binding;
    private final Body<A> body;
    private final Effect effect;
    private final boolean idempotent;
    private final @Nullable Actions<A> actions;

    private RecordTool(RecordTool<A> from, Effect effect, boolean idempotent, @Nullable Actions<A> actions) {
        this.spec = from.spec;
        this.binding = from.binding;
        this.body = from.body;
        this.effect = effect;
        this.idempotent = idempotent;
        this.actions = actions;
    }

    private RecordTool(ToolSpec spec, Binding<A> binding, Body<A> body) {
        this.spec = spec;
        this.binding = binding;
        this.body = body;
        this.effect = Effect.HOST;
        this.idempotent = false;
        this.actions = null;
    }

    static <A extends Record> RecordTool<A> of(String name, String description, Class<A> arguments, Body<A> body) {
        Binding<A> binding = new Binding<>(arguments, RecordSchema.shape(arguments));
        return new RecordTool<>(new ToolSpec(name, description, binding.shape.schema()), binding, body);
    }

    /** The same tool, known for what it does to the world. */
    public RecordTool<A> effect(Effect worst) {
        return new RecordTool<>(this, worst, idempotent, actions);
    }

    /** The same tool, whose calls may be run again when they were interrupted half-way. */
    public RecordTool<A> repeatable() {
        return new RecordTool<>(this, effect, true, actions);
    }

    /** The same tool, which tells the gate exactly what each call would do. */
    public RecordTool<A> actions(Actions<A> foreseen) {
        return new RecordTool<>(this, effect, idempotent, foreseen);
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
    public List<Action> actions(ToolCall call, Workspace workspace) {
        A arguments = binding.bind(call);
        return actions == null ? Tool.super.actions(call, workspace) : actions.of(arguments, workspace);
    }

    @Override
    public ToolResult call(ToolCall call, ToolContext context) throws Exception {
        return result(call, body.call(binding.bind(call), context));
    }

    static ToolResult result(ToolCall call, @Nullable Object answer) {
        if (answer instanceof ToolResult result) {
            return result;
        }
        Content content = answer instanceof Content block ? block : Content.text(told(answer));
        return new ToolResult(call.id(), List.of(content), false);
    }

    /** What the model is told of what a body returned; what is no JSON (a time, say) is told as its own text. */
    static String told(@Nullable Object answer) {
        if (answer == null) {
            return "done";
        }
        if (answer instanceof CharSequence text) {
            return text.toString();
        }
        try {
            return Json.write(Json.mapper().<JsonNode>valueToTree(answer));
        } catch (IllegalArgumentException e) {
            return String.valueOf(answer);
        }
    }

    /** How calls become records. */
    private record Binding<A>(Class<A> type, ObjectShape shape) {
        A bind(ToolCall call) {
            return type.cast(shape.bind(call.arguments(), ""));
        }
    }

    /**
     * What a typed tool does.
     *
     * @param <A> the arguments
     */
    @FunctionalInterface
    public interface Body<A> {

        /**
         * Returns what the model is told: text as it is, null as "done", a {@link Content} block or a whole
         * {@link ToolResult} as such, anything else as JSON.
         */
        @Nullable
        Object call(A arguments, ToolContext context) throws Exception;
    }

    /**
     * What a call of a typed tool would do; see {@link Tool#actions}.
     *
     * @param <A> the arguments
     */
    @FunctionalInterface
    public interface Actions<A> {

        List<Action> of(A arguments, Workspace workspace);
    }
}
