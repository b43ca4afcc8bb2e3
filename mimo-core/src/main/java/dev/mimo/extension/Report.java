package dev.mimo.extension;

import java.nio.file.Path;
import java.util.Locale;

/**
 * What became of one thing that was found.
 *
 * @param kind what it is, or would be
 * @param name what it is called; the file's name where it has none
 * @param source the file or folder it stands in
 * @param loaded whether it is there now
 * @param note why it was ignored, or what to know of it; may be empty when it was loaded
 */
public record Report(Kind kind, String name, Path source, boolean loaded, String note) {

    /** What can be found. */
    public enum Kind {
        INSTRUCTIONS,
        SKILL,
        AGENT,
        COMMAND,
        HOOK,
        SETTINGS
    }

    /** One line for people. */
    @Override
    public String toString() {
        String what = kind.name().toLowerCase(Locale.ROOT) + " " + name + " of " + source;
        String end = note.isEmpty() ? "" : ": " + note;
        return Names.line((loaded ? "loaded " : "ignored ") + what + end, Integer.MAX_VALUE);
    }
}
