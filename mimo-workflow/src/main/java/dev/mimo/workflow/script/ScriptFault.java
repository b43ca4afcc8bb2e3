package dev.mimo.workflow.script;

/**
 * What is wrong with a script, or went wrong in it.
 *
 * @param message of the error, its type included
 * @param line of the script, from 1; 0 when unknown
 * @param stack where it was, for people; may be empty
 */
public record ScriptFault(String message, int line, String stack) {}
