package dev.mimo.providers;

import dev.mimo.environment.MimoException;
import java.util.ArrayList;
import java.util.List;

/** A form in which models are asked over HTTP. */
public enum Dialect {
    /** Chat completions, as OpenAI defined them and nearly every server speaks them. */
    OPENAI_CHAT("openai-chat"),
    /** OpenAI's responses, without anything stored at the server. */
    OPENAI_RESPONSES("openai-responses"),
    /** Messages, as Anthropic defined them. */
    ANTHROPIC("anthropic");

    private final String label;

    Dialect(String label) {
        this.label = label;
    }

    /** The name as it stands in {@code vendors.json} and on the command line. */
    public String label() {
        return label;
    }

    /**
     * The dialect of that label.
     *
     * @throws MimoException when there is none; the message names those there are
     */
    public static Dialect of(String label) {
        List<String> known = new ArrayList<>();
        for (Dialect dialect : values()) {
            if (dialect.label.equals(label)) {
                return dialect;
            }
            known.add(dialect.label);
        }
        throw new MimoException("no dialect \"" + label + "\"; there are " + String.join(", ", known));
    }
}
