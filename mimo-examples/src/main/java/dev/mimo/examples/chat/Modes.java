package dev.mimo.examples.chat;

import dev.mimo.examples.coder.UsageError;
import dev.mimo.permission.Mode;
import java.util.List;

/** The modes of permission by the names that people type. */
final class Modes {

    static final List<String> NAMES = List.of("ask", "plan", "workspace", "bypass");

    private Modes() {}

    static String name(Mode mode) {
        return switch (mode) {
            case ASK_BEFORE_CHANGE -> "ask";
            case PLAN -> "plan";
            case ALLOW_IN_WORKSPACE -> "workspace";
            case BYPASS -> "bypass";
        };
    }

    static String words(Mode mode) {
        return switch (mode) {
            case ASK_BEFORE_CHANGE -> "you are asked before anything changes";
            case PLAN -> "nothing may change";
            case ALLOW_IN_WORKSPACE -> "files in the workspace may change; you are asked for commands";
            case BYPASS -> "everything is done without asking";
        };
    }

    static Mode of(String name) {
        for (Mode mode : Mode.values()) {
            if (name(mode).equals(name)) {
                return mode;
            }
        }
        throw new UsageError("there is no mode \"" + name + "\"; there are: " + String.join(", ", NAMES));
    }
}
