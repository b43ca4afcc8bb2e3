package dev.mimo.memory.rebuild;

/** What is remembered beyond a session, as that session is told. Confined to one thread at a time. */
public interface Remembered {

    /** What the session is told at its beginning, in at most so many tokens of our estimate; empty when there is nothing. */
    String atStart(long tokens);

    /** What has changed since the last call, or since the beginning; empty when nothing has. */
    String changes();

    /** All that has changed since the beginning; empty when nothing has. */
    String changesSinceStart();

    /** Nothing. */
    static Remembered nothing() {
        return new Remembered() {
            @Override
            public String atStart(long tokens) {
                return "";
            }

            @Override
            public String changes() {
                return "";
            }

            @Override
            public String changesSinceStart() {
                return "";
            }
        };
    }
}
