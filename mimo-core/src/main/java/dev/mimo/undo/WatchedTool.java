package dev.mimo.undo;

import dev.mimo.tool.Tool;

/** Makes tools whose changes of files are kept. */
final class WatchedTool {

    private WatchedTool() {}

    static Tool of(Tool tool, Undo undo) {
        return Tool.around(tool, (call, context) -> {
            Watching watching = undo.watch(call, tool, context);
            try {
                return tool.call(call, context);
            } finally {
                watching.close();
            }
        });
    }
}
