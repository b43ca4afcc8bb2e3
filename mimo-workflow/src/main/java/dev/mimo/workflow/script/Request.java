package dev.mimo.workflow.script;

/**
 * Something a script asks or says.
 *
 * @param id what its answer must name; 0 when it wants none
 * @param op what it asks: {@code agent}, {@code readFile}, {@code log}, …
 * @param path where in the script's structure
 * @param json the arguments, a JSON value
 */
public record Request(long id, String op, String path, String json) {}
