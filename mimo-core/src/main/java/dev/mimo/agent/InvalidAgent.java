package dev.mimo.agent;

import dev.mimo.environment.MimoException;
import java.util.List;

/** An agent cannot be built as described; the message lists everything that is wrong. */
public final class InvalidAgent extends MimoException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    public InvalidAgent(List<String> problems) {
        super("the agent cannot be built:\n  - " + String.join("\n  - ", problems));
        this.problems = List.copyOf(problems);
    }

    /** One sentence for each thing that is wrong. */
    public List<String> problems() {
        return problems;
    }
}
