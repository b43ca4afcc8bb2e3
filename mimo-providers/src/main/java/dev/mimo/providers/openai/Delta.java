package dev.mimo.providers.openai;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one choice of one chunk brought; filled while the chunk is read, whatever the order of its fields. Reused. */
final class Delta {

    @Nullable
    String content;

    @Nullable
    String reasoning;

    @Nullable
    String refusal;

    @Nullable
    String finish;

    /** Which choice; we ask for one, and look at the first only. */
    int choice;

    /** Whether it came as a whole message rather than as a piece of one. */
    boolean whole;

    final List<CallPiece> calls = new ArrayList<>(2);

    void clear() {
        content = null;
        reasoning = null;
        refusal = null;
        finish = null;
        choice = 0;
        whole = false;
        calls.clear();
    }

    /** Adds to the thinking; a second field with the same words, as some servers send it, is passed over. */
    void addReasoning(String text) {
        if (reasoning == null || reasoning.isEmpty()) {
            reasoning = text;
        }
    }

    /**
     * A piece of a call.
     *
     * @param index null when not given
     * @param id empty when not given
     * @param name empty when not given
     * @param arguments empty when not given
     */
    record CallPiece(@Nullable Integer index, String id, String name, String arguments) {}
}
