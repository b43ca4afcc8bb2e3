package dev.mimo.agent;

/** Collects what an agent consists of. */
public final class AgentBuilder {

    AgentBuilder() {}
}
