package dev.mimo.providers.wire;

import dev.mimo.model.ModelOptions;
import dev.mimo.model.Prompt;
import dev.mimo.model.ToolSpec;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the beginnings of request bodies: what stands before the messages is encoded once for a choice of instructions, tools
 * and options. Safe for use by several threads.
 */
public final class RequestHeads {

    /** A model is asked by an agent, its writer, its judge and some sub-agents. */
    private static final int KEPT = 16;

    private final Function<Prompt, byte[]> encode;
    private final List<Head> heads = new CopyOnWriteArrayList<>();

    /** {@code encode} must look at instructions, tools and options only. */
    public RequestHeads(Function<Prompt, byte[]> encode) {
        this.encode = encode;
    }

    /** Not to be changed. */
    public byte[] of(Prompt prompt) {
        byte[] found = find(prompt);
        return found == null ? encoded(prompt) : found;
    }

    private byte @Nullable [] find(Prompt prompt) {
        for (Head head : heads) {
            if (head.isFor(prompt)) {
                return head.bytes;
            }
        }
        return null;
    }

    /* Candidates of one step ask at the same moment: one of them encodes, the others wait. */
    private synchronized byte[] encoded(Prompt prompt) {
        byte[] found = find(prompt);
        if (found != null) {
            return found;
        }
        Head made = new Head(prompt.system(), prompt.tools(), prompt.options(), encode.apply(prompt));
        heads.add(made);
        if (heads.size() > KEPT) {
            heads.remove(0);
        }
        return made.bytes;
    }

    /** The encoded beginning of all bodies that share system text, tools and options. */
    private static final class Head {

        private final String system;
        private final List<ToolSpec> tools;
        private final ModelOptions options;
        private final byte[] bytes;

        Head(String system, List<ToolSpec> tools, ModelOptions options, byte[] bytes) {
            this.system = system;
            this.tools = tools;
            this.options = options;
            this.bytes = bytes;
        }

        boolean isFor(Prompt prompt) {
            return system.equals(prompt.system()) && tools.equals(prompt.tools()) && options.equals(prompt.options());
        }
    }
}
