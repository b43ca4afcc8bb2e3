package dev.mimo.examples.chat;

/** What the person does at the keyboard. */
sealed interface Said {

    /**
     * A line, or several when it was written so.
     *
     * @param shown whether it stands on the screen already
     */
    record Line(String text, boolean shown) implements Said {}

    /** Ctrl-C; {@code dropped}: it took back what was being written, which is what it was for. */
    record Interrupt(boolean dropped) implements Said {}

    /** Ctrl-D, or there is nothing more to read. */
    record End() implements Said {}
}
