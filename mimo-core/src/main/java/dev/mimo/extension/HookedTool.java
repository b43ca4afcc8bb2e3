package dev.mimo.extension;

import dev.mimo.environment.CancelledException;
import dev.mimo.model.Content;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.model.ToolSpec;
import dev.mimo.tool.Action;
import dev.mimo.tool.Effect;
import dev.mimo.tool.Tool;
import dev.mimo.tool.ToolContext;
import dev.mimo.tool.Workspace;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A tool with hooks around its calls; for the gate and the model it is the same tool. */
final class HookedTool implements Tool {

    private static final Logger LOG = LoggerFactory.getLogger(HookedTool.class);

    private final Tool tool;
    private final List<Hook> hooks;

    HookedTool(Tool tool, List<Hook> hooks) {
        this.tool = tool;
        this.hooks = hooks;
    }

    /** A hook, with an exception taken for a block. */
    interface Asked {

        Hook.Answer ask(Hook hook) throws InterruptedException;
    }

    @Override
    public ToolSpec spec() {
        return tool.spec();
    }

    @Override
    public ToolResult call(ToolCall call, ToolContext context) throws Exception {
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

    @Override
    public Effect effect() {
        return tool.effect();
    }

    @Override
    public boolean idempotent() {
        return tool.idempotent();
    }

    @Override
    public boolean mayOverlap() {
        return tool.mayOverlap();
    }

    @Override
    public List<Action> actions(ToolCall call, Workspace workspace) {
        return tool.actions(call, workspace);
    }
}
