package dev.mimo.agent;

import dev.mimo.session.SessionId;

/** Takes back what an agent did to files. Called while no turn of the session runs; safe for use by several threads. */
public interface Reverter {

    /** Takes back what a turn did, its sub-agents included. What others have written since stays, and is reported. */
    Reverted revert(SessionId session, String turn);

    /** Takes back all that was done after a step of a turn, in that turn and in later ones; 0 is the turn's beginning. */
    Reverted rewind(SessionId session, String turn, int step);
}
