package dev.mimo.memory.upkeep;

import java.nio.file.Path;

/**
 * An asset that waits for a person's word.
 *
 * @param id {@code skill-release}
 * @param run that proposed it
 * @param because what was seen, in one line
 * @param file where it stands, to be read and changed before it is accepted
 */
public record Proposed(String id, Asset.Kind kind, String name, String run, String because, Path file) {}
