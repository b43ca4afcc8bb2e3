/**
 * The messages dialect, as Anthropic defined it and several vendors speak it: how a prompt is written and how an answer is
 * read. What one endpoint wants that another does not is in its {@link dev.mimo.providers.policy.EndpointPolicy}. Not exported.
 */
package dev.mimo.providers.anthropic;
