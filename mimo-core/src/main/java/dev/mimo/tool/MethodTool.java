package dev.mimo.tool;

import java.util.List;

/** Tools from annotated methods. */
final class MethodTool {

    private MethodTool() {}

    static List<Tool> from(Object target) {
        throw new UnsupportedOperationException("not written yet");
    }
}
