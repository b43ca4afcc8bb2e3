package dev.mimo.examples.duel;

import dev.mimo.agent.AgentBuilder;
import java.nio.file.Path;

/** What the tasks of a duel bring along for the agents of both sides. Called once for each run. */
@FunctionalInterface
public interface Stage {

    /** Adds to the agent that is to work in that folder. */
    void equip(AgentBuilder agent, Path workspace);

    /** Nothing but the files. */
    static Stage bare() {
        return (agent, workspace) -> {};
    }
}
