package dev.mimo.workflow.script;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a turn.
 *
 * @param requests what the script asked, in order
 * @param end how the script ended in it; null when it waits
 */
public record Turn(List<Request> requests, @Nullable End end) {

    /** How a script ended. */
    public sealed interface End {}

    /** It returned. {@code json} is null for a value that JSON has no word for, such as undefined. */
    public record Returned(@Nullable String json) implements End {}

    /** It threw, and caught nothing. */
    public record Threw(ScriptFault fault) implements End {}
}
