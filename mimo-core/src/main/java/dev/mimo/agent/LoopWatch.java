package dev.mimo.agent;

import dev.mimo.model.Json;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import java.util.List;
import java.util.regex.Pattern;

/** The governor of one turn: watches, and climbs the ladder from a reminder to the end. Confined to the turn's thread. */
final class LoopWatch {

    /** What is to be done. */
    enum Advice {
        GO_ON,
        REMIND,
        STOP
    }

    private static final int NOT_REMINDED = -1;

    /** How long a command took differs each time and is no progress. */
    private static final Pattern TOOK = Pattern.compile("(\\[exit -?\\d+), [\\d.]+ s\\]$");

    private final LoopGovernor governor;
    private final StepPattern steps;
    private final TextPattern text = new TextPattern();
    private int stepsSinceReminder = NOT_REMINDED;
    private String what = "";

    LoopWatch(LoopGovernor governor) {
        this.governor = governor;
        this.steps = new StepPattern(governor.repeats());
    }

    /** An answer begins. */
    void answerBegins() {
        text.clear();
    }

    /** Takes a piece of an answer; true when it goes round in circles and is not worth waiting for. */
    boolean hear(CharSequence piece) {
        return governor.repeats() > 0 && text.add(piece);
    }

    /** The answer was cut because it repeated itself. */
    Advice textRepeated() {
        what = "the answer repeated the same text over and over";
        return climb();
    }

    /** Takes a finished step. */
    Advice stepEnded(List<ToolCall> calls, List<ToolResult> results) {
        if (governor.repeats() == 0) {
            return Advice.GO_ON;
        }
        int period = steps.add(key(calls, results));
        if (period == 0) {
            if (stepsSinceReminder != NOT_REMINDED && ++stepsSinceReminder > governor.forgiveness()) {
                stepsSinceReminder = NOT_REMINDED;
            }
            return Advice.GO_ON;
        }
        what = period == 1
                ? "the same calls gave the same results " + governor.repeats() + " times in a row"
                : "the same " + period + " steps gave the same results " + governor.repeats() + " times in a row";
        return climb();
    }

    /** What was noticed last, in words. */
    String what() {
        return what;
    }

    private Advice climb() {
        steps.clear();
        if (stepsSinceReminder != NOT_REMINDED) {
            return Advice.STOP;
        }
        stepsSinceReminder = 0;
        return Advice.REMIND;
    }

    private static long key(List<ToolCall> calls, List<ToolResult> results) {
        long key = 1125899906842597L;
        for (ToolCall call : calls) {
            key = mix(key, call.name());
            key = mix(key, call.unparsed() == null ? Json.canonical(call.arguments()) : call.unparsed());
        }
        for (ToolResult result : results) {
            key = mix(key, TOOK.matcher(result.text()).replaceFirst("$1]"));
        }
        return key;
    }

    private static long mix(long key, String text) {
        for (int i = 0; i < text.length(); i++) {
            key = 31 * key + text.charAt(i);
        }
        return 31 * key + 0xFFFF;
    }
}
