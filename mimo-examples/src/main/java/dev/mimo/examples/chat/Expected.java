package dev.mimo.examples.chat;

/** What the next line of the person is for. */
enum Expected {
    /** Something to do. */
    TASK("› "),
    /** A word to the agent at work. */
    WORD("⋯ › "),
    /** The answer to a question of the agent. */
    ANSWER("? › ");

    private final String mark;

    Expected(String mark) {
        this.mark = mark;
    }

    /** What stands before the line. */
    String mark() {
        return mark;
    }
}
