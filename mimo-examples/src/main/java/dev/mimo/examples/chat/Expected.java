package dev.mimo.examples.chat;

/** What the next line of the person is for. */
enum Expected {
    /** Something to do. */
    TASK("› ", "1;36"),
    /** A word to the agent at work. */
    WORD("⋯ › ", "2"),
    /** The answer to a question of the agent. */
    ANSWER("? › ", "33");

    private final String mark;
    private final String colour;

    Expected(String mark, String colour) {
        this.mark = mark;
        this.colour = colour;
    }

    /** What stands before the line. */
    String mark() {
        return mark;
    }

    /** The same in colour. */
    String painted() {
        return "\u001b[" + colour + "m" + mark + "\u001b[0m";
    }
}
