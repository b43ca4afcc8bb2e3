package dev.mimo.agent;

/** Hears when a session is opened and closed; on the thread that does so. An exception fails the opening or closing. */
public interface SessionHook {

    default void opened(Session session) {}

    default void closing(Session session) {}
}
