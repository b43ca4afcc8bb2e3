package dev.mimo.examples.web;

import java.util.Locale;

/** What a session is doing. */
enum State {
    /** Waits for a message. */
    IDLE,
    /** A turn is at work. */
    RUNNING,
    /** A call waits for a person; nothing runs meanwhile. */
    PAUSED;

    /** As the page knows it. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
