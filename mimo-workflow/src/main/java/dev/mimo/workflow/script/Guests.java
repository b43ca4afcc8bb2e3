package dev.mimo.workflow.script;

/** The scripts of one run. One thread at a time takes turns with them; {@link #stop} may come from any. */
public interface Guests extends AutoCloseable {

    /** Brings a script in; nothing of it has run. */
    Guest open(GuestScript script);

    /**
     * Stops whatever runs and lets nothing run any more: a turn that is being taken ends soon with {@link GuestStopped}.
     *
     * @param reason for people
     */
    void stop(String reason);

    /** Stops, and gives back what they held. A second call does nothing. */
    @Override
    void close();
}
