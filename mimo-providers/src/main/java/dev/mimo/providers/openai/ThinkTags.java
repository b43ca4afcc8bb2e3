package dev.mimo.providers.openai;

import java.util.function.Consumer;

/**
 * Parts an answer that begins with {@code <think>} into thinking and text, as servers without a reasoning parser send it. A
 * tag anywhere else is text. Holds back only what may still turn out to be part of a tag. Confined to one thread.
 */
final class ThinkTags {

    private static final String OPEN = "<think>";
    private static final String CLOSE = "</think>";

    /** Characters of white space before a tag; after more of it nothing is a tag. */
    private static final int LONGEST_BLANK = 64;

    private enum State {
        BEGINNING,
        THINKING,
        AFTER,
        TEXT
    }

    private final Consumer<String> text;
    private final Consumer<String> thinking;
    private final StringBuilder held = new StringBuilder();
    private State state;

    ThinkTags(boolean enabled, Consumer<String> text, Consumer<String> thinking) {
        this.text = text;
        this.thinking = thinking;
        state = enabled ? State.BEGINNING : State.TEXT;
    }

    void accept(String piece) {
        if (state == State.TEXT) {
            text.accept(piece);
            return;
        }
        held.append(piece);
        if (state == State.BEGINNING) {
            beginning();
        }
        if (state == State.THINKING) {
            thinking();
        }
        if (state == State.AFTER) {
            after();
        }
    }

    /** Gives out what was held back. */
    void end() {
        if (held.length() > 0) {
            (state == State.THINKING ? thinking : text).accept(held.toString());
            held.setLength(0);
        }
    }

    private void beginning() {
        int start = blanks(held);
        String begun = start > LONGEST_BLANK ? held.toString() : held.substring(start);
        if (begun.startsWith(OPEN)) {
            held.delete(0, start + OPEN.length());
            state = State.THINKING;
        } else if (!OPEN.startsWith(begun)) {
            state = State.TEXT;
            end();
        }
    }

    private void thinking() {
        int close = held.indexOf(CLOSE);
        int safe = close >= 0 ? close : held.length() - tagBegun();
        if (safe > 0) {
            thinking.accept(held.substring(0, safe));
            held.delete(0, safe);
        }
        if (close >= 0) {
            held.delete(0, CLOSE.length());
            state = State.AFTER;
        }
    }

    /** The line ends between thinking and text belong to neither. */
    private void after() {
        held.delete(0, blanks(held));
        if (held.length() > 0) {
            state = State.TEXT;
            end();
        }
    }

    /** How many characters at the end may be the beginning of the closing tag. */
    private int tagBegun() {
        for (int length = Math.min(CLOSE.length() - 1, held.length()); length > 0; length--) {
            if (CLOSE.startsWith(held.substring(held.length() - length))) {
                return length;
            }
        }
        return 0;
    }

    private static int blanks(StringBuilder text) {
        int count = 0;
        while (count < text.length() && Character.isWhitespace(text.charAt(count))) {
            count++;
        }
        return count;
    }
}
