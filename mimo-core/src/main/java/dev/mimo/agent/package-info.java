/**
 * The loop and the door.
 *
 * <p>{@link dev.mimo.agent.Agent#builder()} is where a host begins. An {@link dev.mimo.agent.Agent} is immutable and shared; a
 * {@link dev.mimo.agent.Session} is one conversation with it; a {@link dev.mimo.agent.Turn} is one input being worked on, and
 * ends with an {@link dev.mimo.agent.Outcome}. Features enter as {@linkplain dev.mimo.agent.AgentPart parts}.
 */
package dev.mimo.agent;
