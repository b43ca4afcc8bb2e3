/** Workflows: JavaScript programs that orchestrate agents, and what is known of one before it runs. */
package dev.mimo.workflow;
