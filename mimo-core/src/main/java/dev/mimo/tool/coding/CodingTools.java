package dev.mimo.tool.coding;

import dev.mimo.tool.Tool;
import dev.mimo.tool.shell.ShellTools;
import java.util.ArrayList;
import java.util.List;

/** The tools for working on code. They keep no state: what a session has seen is kept in its resources. */
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

    /** Those, and {@code bash} and {@code job} of {@link ShellTools}. */
    public static List<Tool> all() {
        List<Tool> all = new ArrayList<>(files());
        all.addAll(ShellTools.all());
        return List.copyOf(all);
    }
}
