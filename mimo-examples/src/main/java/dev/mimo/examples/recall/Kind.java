package dev.mimo.examples.recall;

/** What sort of thing is asked for. */
enum Kind {
    /** What the user wants done, always; said once. */
    RULE("rules"),
    /** What was chosen, by the user or by the agent. */
    DECISION("decisions"),
    /** What is so: mostly told by tools. */
    FACT("facts"),
    /** Any of these that was said otherwise before: the newest word holds. */
    CONTRADICTION("contradictions");

    private final String plural;

    Kind(String plural) {
        this.plural = plural;
    }

    /** How the kind is called in reports. */
    String plural() {
        return plural;
    }
}
