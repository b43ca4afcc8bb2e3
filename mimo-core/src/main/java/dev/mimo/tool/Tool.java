package dev.mimo.tool;

import dev.mimo.model.Json;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.model.ToolSpec;
import java.util.List;

/**
 * One ability of an agent. Must be safe for use by several threads: sessions share it.
 */
public interface Tool {

    /** What the model is told. Constant. */
    ToolSpec spec();

    /**
     * Does it. The arguments follow the schema of {@link #spec()} and the gate has allowed {@link #actions}.
     *
     * @return the result; a failure that the model can do something about is an error result
     * @throws Exception anything: the model is told the message, and the turn goes on. An {@link Error} ends the turn
     */
    ToolResult call(ToolCall call, ToolContext context) throws Exception;

    /** The worst it can do. Constant. */
    default Effect effect() {
        return Effect.HOST;
    }

    /** Whether a call that was interrupted half-way may simply be run again. Reads always may. */
    default boolean idempotent() {
        return effect() == Effect.READ;
    }

    /** Whether calls may run at the same time as others of this kind that stand beside them in one reply. Reads always may. */
    default boolean mayOverlap() {
        return effect() == Effect.READ;
    }

    /**
     * What this very call would do, for the gate; nothing is done yet. Never empty: nothing to check means ask.
     *
     * @throws InvalidCall when the arguments make no sense; the call is then answered with the message and not run
     */
    default List<Action> actions(ToolCall call, Workspace workspace) {
        return List.of(Action.of(spec().name(), Json.canonical(call.arguments()), effect()));
    }

    /**
     * A tool with typed arguments. The schema is made from the record; {@link Doc} describes it and its components, and
     * components marked nullable may be left out.
     *
     * @param name see {@link ToolSpec}
     * @param description when to use it and what it gives
     * @param arguments a record type; components are text, numbers, booleans, enums, lists, maps, records, JSON nodes
     * @param body does it; what it returns is told to the model: text as it is, anything else as JSON
     * @throws IllegalArgumentException when the record cannot be described or bound, with the component
     */
    static <A extends Record> RecordTool<A> of(
            String name, String description, Class<A> arguments, RecordTool.Body<A> body) {
        return RecordTool.of(name, description, arguments, body);
    }

    /**
     * The same tool for the gate and the model, with something around its calls.
     *
     * @param around is called in place of {@code tool}, which it calls itself; an exception that it does not know passes through
     */
    static Tool around(Tool tool, Around around) {
        return new WrappedTool(tool, around);
    }

    /** What stands around the calls of a tool. */
    @FunctionalInterface
    interface Around {
        ToolResult call(ToolCall call, ToolContext context) throws Exception;
    }

    /**
     * The methods of {@code target} that are marked {@link AgentTool}, as tools.
     *
     * @throws IllegalArgumentException when there is none, or one cannot be bound: its parameter names are missing from the
     *     class file (compile with {@code -parameters}), it is not accessible, or its types cannot be described
     */
    static List<Tool> from(Object target) {
        return MethodTool.from(target);
    }
}
