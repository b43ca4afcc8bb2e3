package dev.mimo.workflow;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A workflow that is kept under a name.
 *
 * @param name what its meta statement says; the file's name without {@code .js} where that cannot be read
 * @param description what it does; null when it has a fault
 * @param whenToUse when a model should choose it; null when not said
 * @param place where it is kept
 * @param file where it stands; null for one that is built in
 * @param fault why it cannot run; null when it can
 */
public record SavedScript(
        String name,
        @Nullable String description,
        @Nullable String whenToUse,
        Place place,
        @Nullable Path file,
        @Nullable String fault) {

    /** Where scripts are kept, nearest first. */
    public enum Place {
        /** The project's, trusted by the host. */
        PROJECT,
        /** The user's own. */
        USER,
        /** Those that come with this library. */
        BUILT_IN
    }

    static SavedScript of(WorkflowMeta meta, Place place, @Nullable Path file) {
        return new SavedScript(meta.name(), meta.description(), meta.whenToUse(), place, file, null);
    }

    /** The name that its file gives it. */
    String fileName() {
        Path last = file == null ? null : file.getFileName();
        return last == null ? name : withoutEnding(last.toString());
    }

    static String withoutEnding(String fileName) {
        return fileName.endsWith(".js") ? fileName.substring(0, fileName.length() - ".js".length()) : fileName;
    }

    /** Where it stands, for people. */
    String where() {
        return file == null ? "built in" : file.toString();
    }
}
