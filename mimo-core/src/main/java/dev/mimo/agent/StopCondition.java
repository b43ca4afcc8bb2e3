package dev.mimo.agent;

/** Something that makes a stop gate for a turn: a goal, say. */
@FunctionalInterface
public interface StopCondition {

    /** Makes the gate; called once, when the turn starts. */
    StopGate gate(Parts parts);
}
