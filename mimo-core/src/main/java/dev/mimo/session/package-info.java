/**
 * One conversation, kept: what is stored of it, where, and its task tree.
 *
 * <p>A session is an append-only log of {@linkplain dev.mimo.session.Entry entries}; everything else, the messages a model
 * sees included, is a view of it. A {@link dev.mimo.session.SessionStore} keeps logs and hands out one writer at a time.
 */
package dev.mimo.session;
