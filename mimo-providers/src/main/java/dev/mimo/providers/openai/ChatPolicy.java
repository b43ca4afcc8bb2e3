package dev.mimo.providers.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import org.jspecify.annotations.Nullable;

/**
 * What one chat completions endpoint wants that another does not.
 *
 * @param reasoning how thinking is sent back and found in answers
 * @param outputCap the field that limits the answer, such as {@code max_tokens}; null when there is none
 * @param temperature whether a temperature may be sent
 * @param effort the field that says how hard to think; null when there is none
 * @param answerFormat how a schema for the answer is sent
 * @param includeUsage whether token counts must be asked for in a stream
 * @param extra fields added to every request as they stand, such as {@code {"thinking":{"type":"enabled"}}}; not to be
 *     changed
 */
public record ChatPolicy(
        Reasoning reasoning,
        @Nullable String outputCap,
        boolean temperature,
        @Nullable String effort,
        AnswerFormat answerFormat,
        boolean includeUsage,
        ObjectNode extra) {

    /** For any compatible server: nothing is sent that a plain one does not know. */
    public static ChatPolicy compatible() {
        return new ChatPolicy(
                Reasoning.notReplayed().withTags(true),
                "max_tokens",
                true,
                "reasoning_effort",
                AnswerFormat.JSON_SCHEMA,
                true,
                Json.object());
    }

    /** For OpenAI itself. */
    public static ChatPolicy openAi() {
        return compatible().withReasoning(Reasoning.notReplayed()).withOutputCap("max_completion_tokens");
    }

    public ChatPolicy withReasoning(Reasoning other) {
        return new ChatPolicy(other, outputCap, temperature, effort, answerFormat, includeUsage, extra);
    }

    public ChatPolicy withOutputCap(@Nullable String field) {
        return new ChatPolicy(reasoning, field, temperature, effort, answerFormat, includeUsage, extra);
    }

    public ChatPolicy withTemperature(boolean allowed) {
        return new ChatPolicy(reasoning, outputCap, allowed, effort, answerFormat, includeUsage, extra);
    }

    public ChatPolicy withEffort(@Nullable String field) {
        return new ChatPolicy(reasoning, outputCap, temperature, field, answerFormat, includeUsage, extra);
    }

    public ChatPolicy withAnswerFormat(AnswerFormat other) {
        return new ChatPolicy(reasoning, outputCap, temperature, effort, other, includeUsage, extra);
    }

    public ChatPolicy withIncludeUsage(boolean asked) {
        return new ChatPolicy(reasoning, outputCap, temperature, effort, answerFormat, asked, extra);
    }

    public ChatPolicy withExtra(ObjectNode fields) {
        return new ChatPolicy(reasoning, outputCap, temperature, effort, answerFormat, includeUsage, fields);
    }

    /** How a schema for the answer is sent. */
    public enum AnswerFormat {
        /** As {@code response_format} of type {@code json_schema}. */
        JSON_SCHEMA,
        /** As {@code response_format} of type {@code json_object}, with the schema in the instructions. */
        JSON_OBJECT,
        /** In the instructions only. */
        INSTRUCTIONS
    }

    /** Which messages of a model keep their thinking when they are sent back. */
    public enum Replay {
        NEVER,
        /** Those that asked for tools. */
        WITH_CALLS,
        ALWAYS
    }

    /**
     * How thinking is sent back and found in answers.
     *
     * @param replay which messages keep it; only thinking of the same provider, or of an unknown author, is sent
     * @param field where it is sent, such as {@code reasoning_content}
     * @param whenMissing what is sent where a message that should have thinking has none; null sends nothing
     * @param tags whether an answer that begins with {@code <think>} is thinking up to {@code </think>}
     */
    public record Reasoning(
            Replay replay, String field, @Nullable String whenMissing, boolean tags) {

        /** Thinking stays with us. */
        public static Reasoning notReplayed() {
            return new Reasoning(Replay.NEVER, "reasoning_content", null, false);
        }

        /** Thinking goes back with the calls it led to, in {@code reasoning_content}. */
        public static Reasoning withCalls(@Nullable String whenMissing) {
            return new Reasoning(Replay.WITH_CALLS, "reasoning_content", whenMissing, false);
        }

        public Reasoning withTags(boolean other) {
            return new Reasoning(replay, field, whenMissing, other);
        }
    }
}
