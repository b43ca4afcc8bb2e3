/**
 * What a session is about, folded into eleven sections by an agent of its own, so that a new window can begin where the last
 * one ended.
 */
package dev.mimo.memory.checkpoint;
