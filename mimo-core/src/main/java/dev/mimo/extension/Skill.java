package dev.mimo.extension;

import java.nio.file.Path;

/**
 * Know-how that an agent loads when it needs it.
 *
 * @param name plain: letters, digits, {@code _} and {@code -}
 * @param description when to use it, on one line
 * @param file its {@code SKILL.md}
 * @param forModel whether the model may load it; if not, people still can
 * @param forPeople whether it can be called by name like a command
 */
public record Skill(String name, String description, Path file, boolean forModel, boolean forPeople) {}
