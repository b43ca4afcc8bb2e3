package dev.mimo.providers.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Fields;
import dev.mimo.model.ModelRef;
import org.jspecify.annotations.Nullable;

/**
 * How thinking is asked for, found in answers, and sent back.
 *
 * @param replay which messages of the conversation keep their thinking
 * @param authors whose thinking is sent back; an unknown author counts as the endpoint's own
 * @param field where chat completions carry it, such as {@code reasoning_content}
 * @param whenMissing sent where a message that should have thinking has none that may be sent; null sends nothing
 * @param signatures messages and responses dialects: what is done with thinking that nobody signed; encrypted thinking counts
 *     as signed
 * @param tags whether an answer that begins with {@code <think>} is thinking up to {@code </think>}
 * @param efforts request fields by the word that says how hard to think. {@code default} stands for no word, {@code *} for
 *     any other one, which takes the place of the text {@code $effort}; a word without fields is left out. Not to be changed
 */
public record Reasoning(
        Replay replay,
        Authors authors,
        String field,
        @Nullable String whenMissing,
        Signatures signatures,
        boolean tags,
        ObjectNode efforts) {

    static Reasoning read(Fields fields) {
        return new Reasoning(
                Words.read(fields, "replay", Replay.class),
                Words.read(fields, "authors", Authors.class),
                fields.text("field"),
                Words.textOrNull(fields, "when_missing"),
                Words.read(fields, "signatures", Signatures.class),
                fields.flag("tags"),
                fields.object("efforts"));
    }

    public Reasoning withReplay(Replay other) {
        return new Reasoning(other, authors, field, whenMissing, signatures, tags, efforts);
    }

    public Reasoning withField(String other) {
        return new Reasoning(replay, authors, other, whenMissing, signatures, tags, efforts);
    }

    public Reasoning withWhenMissing(@Nullable String other) {
        return new Reasoning(replay, authors, field, other, signatures, tags, efforts);
    }

    public Reasoning withSignatures(Signatures other) {
        return new Reasoning(replay, authors, field, whenMissing, other, tags, efforts);
    }

    public Reasoning withTags(boolean other) {
        return new Reasoning(replay, authors, field, whenMissing, signatures, other, efforts);
    }

    public Reasoning withEfforts(ObjectNode other) {
        return new Reasoning(replay, authors, field, whenMissing, signatures, tags, other);
    }

    /** Which messages of a model keep their thinking when they are sent back. */
    public enum Replay {
        NEVER,
        /** Those that asked for tools. */
        WITH_CALLS,
        ALWAYS
    }

    /** Whose thinking an endpoint takes. */
    public enum Authors {
        /** That of its own provider's models. */
        SAME_PROVIDER,
        /** That of the very same model. */
        SAME_MODEL,
        ANY;

        /** Whether they include an author, who is unknown when null. */
        public boolean include(@Nullable ModelRef author, ModelRef model) {
            return author == null
                    || this == ANY
                    || (this == SAME_MODEL
                            ? author.equals(model)
                            : author.provider().equals(model.provider()));
        }
    }

    /** What is done with thinking without a signature. */
    public enum Signatures {
        /** It is left out: the endpoint takes what it signed itself. */
        REQUIRED,
        /** It goes back as it came. */
        OPTIONAL,
        /** It goes back with an empty signature. */
        EMPTY
    }
}
