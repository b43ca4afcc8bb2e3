/**
 * A model server on this machine, for tests of everything that asks models over HTTP: real sockets, three dialects, any
 * {@link dev.mimo.model.Model} or script behind it, and faults on request.
 */
package dev.mimo.testing.server;
