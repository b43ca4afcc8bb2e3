package dev.mimo.memory.layer;

import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.tool.Action;
import dev.mimo.tool.Effect;
import dev.mimo.tool.Tool;
import dev.mimo.tool.ToolContext;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A call of a tool that is held to what its session may do with memory. */
final class GuardedCall implements Tool.Around {

    private final Tool tool;
    private final LayerGuard guard;

    GuardedCall(Tool tool, LayerGuard guard) {
        this.tool = tool;
        this.guard = guard;
    }

    @Override
    public ToolResult call(ToolCall call, ToolContext context) throws Exception {
        for (Action action : tool.actions(call, context.workspace())) {
            String refusal = isSearch(action) ? null : findRefusal(action, context);
            if (refusal != null) {
                return ToolResult.error(call, refusal);
            }
        }
        ToolContext guarded = new GuardedContext(context, action -> findRefusal(action, context));
        if (!LayerGuard.mayRunPrograms(tool)) {
            return tool.call(call, guarded);
        }
        try {
            return tool.call(call, guarded);
        } finally {
            guard.check(context.session(), call.id(), context.events());
        }
    }

    private @Nullable String findRefusal(Action action, ToolContext context) {
        Path path = action.path();
        if (path == null || !guard.isMemory(path)) {
            return null;
        }
        if (action.effect() == Effect.EDIT) {
            return "memory is changed by the tool note only: " + action.subject();
        }
        return action.effect() != Effect.READ || guard.mayRead(context.session(), path)
                ? null
                : "memory of other sessions and projects is not for this one: " + action.subject();
    }

    /** A search through a folder is held to what it finds in it, file by file. */
    private static boolean isSearch(Action action) {
        Path path = action.path();
        return (action.tool().equals("grep") || action.tool().equals("glob"))
                && path != null
                && Files.isDirectory(path);
    }
}
