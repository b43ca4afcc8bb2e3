package dev.mimo.model;

import dev.mimo.environment.Event;

/**
 * Watches one attempt, to know whether the call may be made again: never after a tool call was seen, and only with a
 * withdrawal after text was shown.
 */
final class Replay {

    private final ModelCall call;
    private volatile boolean shown;
    private volatile boolean toolSeen;

    Replay(ModelCall call) {
        this.call = call;
    }

    /** The call to hand on for this attempt. */
    ModelCall call() {
        return call.withEvents(this::pass);
    }

    boolean isAllowed() {
        return !toolSeen;
    }

    /** Takes back what was shown, if anything was. */
    void withdraw(String reason) {
        if (shown) {
            call.events().emit(new ReplyWithdrawn(reason));
        }
    }

    private void pass(Event event) {
        if (event instanceof ToolCallDelta) {
            toolSeen = true;
        } else if (event instanceof TextDelta || event instanceof ThinkingDelta) {
            shown = true;
        }
        call.events().emit(event);
    }
}
