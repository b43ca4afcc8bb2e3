/**
 * What all dialects share between a prompt and a socket: one model over a {@link dev.mimo.providers.wire.Wire}, encoded
 * messages that are kept, and the reading of answers event by event. Not exported.
 */
package dev.mimo.providers.wire;
