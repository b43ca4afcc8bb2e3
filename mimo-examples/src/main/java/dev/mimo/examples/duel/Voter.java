package dev.mimo.examples.duel;

import java.io.IOException;

/** The person who says which of two pieces of work is the better one, without knowing whose they are. */
public interface Voter {

    /** What a person may say. */
    enum Vote {
        ONE,
        TWO,
        TIE
    }

    /** Refuses where nobody can be asked; called before anything runs. */
    void require();

    /** Shows both, and waits for the answer. The order of the two was drawn. */
    Vote vote(DuelTask task, String one, String two) throws IOException;
}
