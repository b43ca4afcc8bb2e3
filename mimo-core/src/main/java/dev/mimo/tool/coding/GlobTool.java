package dev.mimo.tool.coding;

import dev.mimo.tool.Action;
import dev.mimo.tool.Doc;
import dev.mimo.tool.Effect;
import dev.mimo.tool.InvalidCall;
import dev.mimo.tool.Tool;
import dev.mimo.tool.ToolContext;
import dev.mimo.tool.Workspace;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds files by their path. */
final class GlobTool {

    /** Files shown. */
    static final int MOST = 100;

    private GlobTool() {}

    record Arguments(
            @Doc("Such as **/*.java or src/**/*.{ts,tsx}, relative to path")
            String pattern,

            @Doc("Folder to search; the workspace when left out") @Nullable
            String path) {

        Path folder(Workspace workspace) {
            return path == null ? workspace.root() : workspace.resolve(path);
        }
    }

    static Tool tool() {
        return Tool.of(
                        "glob",
                        "Finds files by a path pattern, newest first. What .gitignore names is left out, links are not"
                                + " followed.",
                        Arguments.class,
                        GlobTool::find)
                .effect(Effect.READ)
                .actions((in, workspace) -> List.of(search(in.folder(workspace))));
    }

    private static String find(Arguments in, ToolContext context) {
        WorkFiles files = new WorkFiles(context);
        Path folder = in.folder(context.workspace());
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw RegularFile.exists(folder)
                    ? new InvalidCall(files.show(folder) + " is no folder")
                    : files.missing(folder);
        }
        Globs globs = Globs.of(in.pattern());
        List<FileWalk.Found> fitting =
                FileWalk.files(folder, context.workspace().root(), globs::matches, context.cancellation());
        Action search = search(folder);
        List<FileWalk.Found> found = fitting.stream()
                .filter(file -> context.covers(search, search(file.path())))
                .toList();
        LeftOut left = new LeftOut(fitting.size() - found.size(), 0);
        if (found.isEmpty()) {
            return left.after("no file fits " + in.pattern() + " in " + files.show(folder));
        }
        String shown =
                found.stream().limit(MOST).map(file -> files.show(file.path())).collect(Collectors.joining("\n"));
        String more = found.size() <= MOST ? "" : "\n(" + (found.size() - MOST) + " more; narrow the pattern)";
        return left.after(shown + more);
    }

    private static Action search(Path real) {
        return Action.file("glob", real, Effect.READ);
    }
}
