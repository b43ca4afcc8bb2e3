package dev.mimo.extension;

import java.nio.file.Path;

/**
 * Words that people say often, under a short name.
 *
 * @param name plain, with {@code :} after each folder it stands in
 * @param description on one line; may be empty
 * @param hint what arguments it wants, for people; may be empty
 * @param file where it stands
 */
public record Command(String name, String description, String hint, Path file) {}
