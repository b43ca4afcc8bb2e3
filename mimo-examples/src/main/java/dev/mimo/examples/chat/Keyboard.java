package dev.mimo.examples.chat;

import dev.mimo.examples.terminal.Terminal;

/** Where the person sits: what they type, and the terminal they look at. */
interface Keyboard extends AutoCloseable {

    Terminal terminal();

    /** Whether the person can speak while the agent works; if not, a line waits until it is its turn. */
    boolean isLive();

    /** Blocks until the person does something. For one thread; interrupting it is an {@link Said.Interrupt}. */
    Said read();

    /** What the line is for that is being read, or will be. Any thread. */
    void expect(Expected expected);

    /** Drops what was typed before now, where that is possible: it cannot have been meant for what is asked next. */
    default void forget() {}

    @Override
    void close();
}
