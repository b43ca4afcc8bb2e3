package dev.mimo.providers.policy;

import dev.mimo.model.Fields;
import dev.mimo.model.ModelOptions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How long an answer may be, of which form, and what its end is called.
 *
 * @param capField the field that limits it, such as {@code max_tokens}; null when there is none
 * @param cap tokens sent in that field when the caller names no limit; null sends nothing
 * @param structured how a schema for the answer is sent
 * @param askUsage whether token counts must be asked for in a stream
 * @param finishes the vendor's own reasons to stop, in our words; beyond those that the dialect knows
 */
public record AnswerRules(
        @Nullable String capField,
        @Nullable Integer cap,
        Structured structured,
        boolean askUsage,
        Map<String, String> finishes) {

    public AnswerRules {
        finishes = Map.copyOf(finishes);
    }

    /** The limit that is wanted, in tokens: the caller's, else {@link #cap()}; null when there is none. */
    public @Nullable Integer cap(ModelOptions options) {
        return options.maxOutputTokens() == null ? cap : options.maxOutputTokens();
    }

    static AnswerRules read(Fields fields) {
        return new AnswerRules(
                Words.textOrNull(fields, "cap_field"),
                Words.numberOrNull(fields, "cap"),
                Words.read(fields, "structured", Structured.class),
                fields.flag("ask_usage"),
                Words.map(fields, "finishes"));
    }

    public AnswerRules withCapField(@Nullable String other) {
        return new AnswerRules(other, cap, structured, askUsage, finishes);
    }

    public AnswerRules withCap(@Nullable Integer tokens) {
        return new AnswerRules(capField, tokens, structured, askUsage, finishes);
    }

    public AnswerRules withStructured(Structured other) {
        return new AnswerRules(capField, cap, other, askUsage, finishes);
    }

    public AnswerRules withAskUsage(boolean other) {
        return new AnswerRules(capField, cap, structured, other, finishes);
    }

    /** How a schema for the answer is sent. */
    public enum Structured {
        /** In the field that the dialect has for it. */
        SCHEMA,
        /** As a wish for some JSON object, with the schema in the instructions. */
        JSON_OBJECT,
        /** In the instructions only. */
        INSTRUCTIONS
    }
}
