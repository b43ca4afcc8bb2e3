package dev.mimo.workflow;

import dev.mimo.tool.Action;
import dev.mimo.tool.Workspace;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The files that a script reads and writes itself. Paths are as the script gave them. Used by one thread of a run at a time. */
public interface WorkflowFiles {

    /**
     * Those of a workspace.
     *
     * @param gate throws a {@link dev.mimo.environment.MimoException} for what may not be read or changed; its message reaches
     *     the script
     */
    static WorkflowFiles of(Workspace workspace, Consumer<Action> gate) {
        return new GatedFiles(workspace, gate);
    }

    /** The text of a file; null when there is none. */
    @Nullable
    String read(String path) throws IOException;

    boolean exists(String path) throws IOException;

    /** The files and folders that match, relative to the workspace, sorted. */
    List<String> glob(String pattern) throws IOException;

    /** SHA-256 of a file's content, in hex; null when there is none. */
    @Nullable
    String hash(String path) throws IOException;

    /** Puts {@code content} in the place of a file, whole or not at all; folders are made. */
    void write(String path, String content) throws IOException;
}
