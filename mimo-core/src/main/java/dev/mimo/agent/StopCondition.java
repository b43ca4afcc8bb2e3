package dev.mimo.agent;

/** Something that makes a stop gate for a turn: a goal, say. */
@FunctionalInterface
public interface StopCondition {

    /** Makes the gate; called when the turn starts, and again when it goes on after a pause. */
    StopGate gate(Parts parts);
}
