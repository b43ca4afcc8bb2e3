package dev.mimo.examples.duel;

import dev.mimo.agent.PromptAssembler;
import dev.mimo.model.Content;
import dev.mimo.model.Message;
import dev.mimo.model.ModelException;
import dev.mimo.model.Prompt;
import dev.mimo.model.TokenEstimator;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.model.ToolSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Leaves the oldest messages out when the window is full, but never what the person said first. Immutable; safe for use by
 * several threads.
 */
final class SlidingWindow implements PromptAssembler {

    /** The share of the window that prompts may take, as estimates are only that and the answer needs room. */
    private static final double SHARE = 0.8;

    private static final double SHORTER = 0.6;
    private static final int UNKNOWN_WINDOW = 128_000;

    SlidingWindow() {}

    @Override
    public Prompt assemble(Material material) {
        return prompt(material, SHARE);
    }

    @Override
    public @Nullable Prompt shorten(Material material, ModelException.ContextOverflow overflow) {
        return prompt(material, SHORTER);
    }

    private static Prompt prompt(Material material, double share) {
        Integer window = material.facts().window();
        double room = share * (window == null ? UNKNOWN_WINDOW : window)
                - TokenEstimator.byScript().estimate(material.system());
        for (ToolSpec tool : material.tools()) {
            room -= size(tool.name() + tool.description() + tool.inputSchema());
        }
        List<Message> all = material.conversation().messages();
        return new Prompt(
                material.system(), newest(all, room - size(all.get(0))), material.tools(), material.options());
    }

    /** The first message and the newest that fit; never a result without its call. */
    private static List<Message> newest(List<Message> all, double room) {
        int from = all.size();
        double left = room;
        for (int i = all.size() - 1; i > 0; i--) {
            left -= size(all.get(i));
            if (left < 0 && from < all.size()) {
                break;
            }
            if (!(all.get(i) instanceof Message.Tool)) {
                from = i;
            }
        }
        if (from <= 1) {
            return all;
        }
        List<Message> shown = new ArrayList<>(all.subList(from, all.size()));
        shown.add(0, all.get(0));
        return shown;
    }

    private static long size(Message message) {
        StringBuilder text = new StringBuilder();
        if (message instanceof Message.User user) {
            text.append(user.text());
        } else if (message instanceof Message.Tool tool) {
            for (ToolResult result : tool.results()) {
                text.append(result.text());
            }
        } else if (message instanceof Message.Assistant assistant) {
            for (Content block : assistant.content()) {
                text.append(block instanceof ToolCall call ? call.name() + call.arguments() : block.toString());
            }
        }
        return size(text.toString());
    }

    private static long size(String text) {
        return TokenEstimator.byScript().estimate(text);
    }
}
