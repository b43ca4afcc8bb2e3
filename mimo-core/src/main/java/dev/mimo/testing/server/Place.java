package dev.mimo.testing.server;

/**
 * A place in an answer, the same in every dialect. What counts is what carries something: a piece of text, thinking or a call,
 * the finish, a usage of its own, the end mark. Frames around blocks and keep-alives do not count. An answer that is not
 * streamed is one such piece.
 */
public sealed interface Place {

    /** Before anything of the body. */
    static Place start() {
        return new Events(0);
    }

    /** Right after so many events that count; 0 is before anything at all. */
    static Place after(int events) {
        return new Events(events);
    }

    /** By counting. */
    record Events(int count) implements Place {
        public Events {
            if (count < 0) {
                throw new IllegalArgumentException("an event is counted from 0: " + count);
            }
        }
    }

    /** By what is said. */
    enum Mark implements Place {
        /** Right before the first call. */
        BEFORE_CALL,
        /** Right after the whole of the first call. */
        AFTER_CALL,
        /** After the reason to stop, before what ends the stream. */
        AFTER_FINISH
    }
}
