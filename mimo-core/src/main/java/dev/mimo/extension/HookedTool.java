package dev.mimo.extension;

import dev.mimo.environment.CancelledException;
import dev.mimo.model.Content;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.tool.Tool;
import dev.mimo.tool.ToolContext;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes tools with hooks around their calls. */
final class HookedTool {

    private static final Logger LOG = LoggerFactory.getLogger(HookedTool.class);

    private HookedTool() {}

    /** A hook, with an exception taken for a block. */
    interface Asked {

        Hook.Answer ask(Hook hook) throws InterruptedException;
    }

    static Tool of(Tool tool, List<Hook> hooks) {
        return Tool.around(tool, (call, context) -> call(tool, hooks, call, context));
    }

    private static ToolResult call(Tool tool, List<Hook> hooks, ToolCall call, ToolContext context) throws Exception {
        List<String> before = objections(hooks, true, hook -> hook.beforeTool(call, context));
        if (!before.isEmpty()) {
            return ToolResult.error(call, "blocked by a hook: " + before.get(0));
        }
        ToolResult result = tool.call(call, context);
        List<String> after = objections(hooks, false, hook -> hook.afterTool(call, result, context));
        if (after.isEmpty()) {
            return result;
        }
        List<Content> content = new ArrayList<>(result.content());
        after.forEach(reason -> content.add(Content.text("[a hook objects: " + reason + "]")));
        return new ToolResult(result.callId(), content, result.error());
    }

    /** The reasons of those that block; with {@code first} the others are not asked after it. */
    static List<String> objections(List<Hook> hooks, boolean first, Asked asked) throws InterruptedException {
        List<String> reasons = new ArrayList<>();
        for (Hook hook : hooks) {
            if (ask(hook, asked) instanceof Hook.Answer.Block block) {
                reasons.add(block.reason());
                if (first) {
                    break;
                }
            }
        }
        return reasons;
    }

    private static Hook.Answer ask(Hook hook, Asked asked) throws InterruptedException {
        try {
            return asked.ask(hook);
        } catch (CancelledException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.warn("a hook failed, which counts as a block", e);
            return Hook.Answer.block("the hook failed: " + e.getClass().getSimpleName());
        }
    }
}
