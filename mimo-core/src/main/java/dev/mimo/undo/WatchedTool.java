package dev.mimo.undo;

import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.model.ToolSpec;
import dev.mimo.tool.Action;
import dev.mimo.tool.Effect;
import dev.mimo.tool.Tool;
import dev.mimo.tool.ToolContext;
import dev.mimo.tool.Workspace;
import java.util.List;

/** A tool whose changes of files are kept; for the gate and the model it is the same tool. */
final class WatchedTool implements Tool {

    private final Tool tool;
    private final Undo undo;

    WatchedTool(Tool tool, Undo undo) {
        this.tool = tool;
        this.undo = undo;
    }

    @Override
    public ToolSpec spec() {
        return tool.spec();
    }

    @Override
    public ToolResult call(ToolCall call, ToolContext context) throws Exception {
        Watching watching = undo.watch(call, tool, context);
        try {
            return tool.call(call, context);
        } finally {
            watching.close();
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
