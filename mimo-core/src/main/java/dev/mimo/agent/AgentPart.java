package dev.mimo.agent;

/** A feature that enters the builder as one object: memory, Max Mode, a host's own. */
@FunctionalInterface
public interface AgentPart {

    /** Adds what the feature consists of. Called once for each agent that is built; one part may serve many agents. */
    void install(Parts parts);
}
