package dev.mimo.memory.procedure;

import dev.mimo.model.ToolCall;

/**
 * What one call did, so that it can be compared with others: two with the same shape do the same to other things.
 *
 * @param tool the tool's name
 * @param shape the call without what differs from time to time: {@code bash: git tag ‹version›}, {@code edit ‹*.java›}
 * @param example the call as it was made, on one line
 * @param sort how much it says about the work
 */
public record Step(String tool, String shape, String example, Sort sort) {

    /** How much a step says about the work that it is part of. */
    public enum Sort {
        /** It looks at something, as all work does. */
        LOOK,
        /** It changes some file or other. */
        EDIT,
        /** It runs a command or a tool of the host's, or changes a file that there is one of. */
        DEED
    }

    /** What is kept of an example; commands are rarely longer. */
    private static final int LONGEST = 200;

    public Step {
        String line = example.replaceAll("\\s+", " ").strip();
        example = line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
    }

    /** The step that a call was. */
    public static Step of(ToolCall call) {
        return StepShapes.of(call);
    }
}
