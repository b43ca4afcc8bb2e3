package dev.mimo.workflow.script;

/** A script at work. It runs only while a turn is taken with it. */
public interface Guest extends AutoCloseable {

    /**
     * Lets it run from the top until it has nothing left to do but wait.
     *
     * @throws GuestStopped when it took too much, or was stopped
     */
    Turn start();

    /**
     * Gives it one answer and lets it run until it has nothing left to do but wait.
     *
     * @throws GuestStopped when it took too much, or was stopped
     */
    Turn answer(Answer answer);

    /** Forgets it. A second call does nothing. */
    @Override
    void close();
}
