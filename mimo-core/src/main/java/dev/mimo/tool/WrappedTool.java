package dev.mimo.tool;

import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.model.ToolSpec;
import java.util.List;

/** A tool with something around its calls; for the gate and the model it is the same tool. */
final class WrappedTool implements Tool {

    private final Tool tool;
    private final Around around;

    WrappedTool(Tool tool, Around around) {
        this.tool = tool;
        this.around = around;
    }

    @Override
    public ToolSpec spec() {
        return tool.spec();
    }

    @Override
    public ToolResult call(ToolCall call, ToolContext context) throws Exception {
        return around.call(call, context);
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
