package dev.mimo.tool.coding;

import dev.mimo.tool.Tool;
import java.util.List;

/** The tools for working on files. They keep no state: what a session has seen is kept in its resources. */
public final class CodingTools {

    private CodingTools() {}

    /** {@code read}, {@code glob} and {@code grep}. */
    public static List<Tool> readOnly() {
        return List.of(ReadTool.tool(), GlobTool.tool(), GrepTool.tool());
    }

    /** Those, and {@code write}, {@code edit} and {@code patch}. */
    public static List<Tool> files() {
        return List.of(
                ReadTool.tool(), WriteTool.tool(), EditTool.tool(), PatchTool.tool(), GlobTool.tool(), GrepTool.tool());
    }
}
