package dev.mimo.tool.coding;

import dev.mimo.environment.Cancellation;
import java.nio.file.Path;
import java.util.List;

/** Lists the files that people work on. */
public final class WorkspaceFiles {

    private WorkspaceFiles() {}

    /**
     * The real paths of the regular files below a folder, but for {@code .git} and what {@code .gitignore} files leave out.
     * Links are not followed. In no order that can be relied on.
     *
     * @throws dev.mimo.tool.InvalidCall when there are more than a million
     */
    public static List<Path> list(Path realFolder, Cancellation cancellation) {
        return FileWalk.files(realFolder, realFolder, relative -> true, cancellation).stream()
                .map(FileWalk.Found::path)
                .toList();
    }
}
