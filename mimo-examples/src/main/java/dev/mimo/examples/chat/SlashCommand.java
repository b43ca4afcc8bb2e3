package dev.mimo.examples.chat;

import java.io.IOException;

/**
 * Something that the person can have done by name.
 *
 * @param name without the slash
 * @param arguments what may follow it, for people; empty when nothing may
 * @param description on one line
 * @param anytime whether it can be done while the agent works
 */
record SlashCommand(String name, String arguments, String description, boolean anytime, Body body) {

    /** Does it; what it throws is told to the person. */
    @FunctionalInterface
    interface Body {
        void run(String arguments) throws IOException;
    }
}
