package dev.mimo.memory.layer;

import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A change of a MEMORY.md that came from nobody who is known, such as a command of an agent. It counts for nothing until a
 * person has accepted it.
 *
 * @param id for {@link LayerGuard#accept} and {@link LayerGuard#reject}
 * @param file which one, by its place under the memory root
 * @param copy what it had become
 * @param at when it was noticed
 * @param call the call after which it was noticed; null outside of calls
 */
public record UnverifiedChange(
        String id,
        String file,
        Path copy,
        Instant at,
        @Nullable String call) {}
