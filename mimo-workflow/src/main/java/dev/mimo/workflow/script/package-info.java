/** Runs scripts in a sandbox, turn by turn: they compute and ask, and nothing but JSON text goes in and out. */
package dev.mimo.workflow.script;
