package dev.mimo.agent;

import java.nio.file.Path;
import java.util.List;

/**
 * What came of taking changes back.
 *
 * @param restored files that are again what they were; by path
 * @param left files that were not touched, and why
 */
public record Reverted(List<Path> restored, List<Left> left) {

    public Reverted {
        restored = List.copyOf(restored);
        left = List.copyOf(left);
    }

    /** A file that was not touched. */
    public record Left(Path path, String reason) {}
}
