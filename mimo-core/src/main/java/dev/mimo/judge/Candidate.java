package dev.mimo.judge;

import dev.mimo.model.Reply;

/**
 * One drafted reply; nothing of it was executed.
 *
 * @param index which draft it is, from 0
 */
public record Candidate(int index, Reply reply) {}
