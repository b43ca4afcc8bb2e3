package dev.mimo.workflow;

import dev.mimo.environment.MimoException;
import dev.mimo.tool.Action;
import dev.mimo.tool.Effect;
import dev.mimo.tool.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Files under the permissions of a turn: a script may read and write what its agent may. */
final class GatedFiles implements WorkflowFiles {

    private final Workspace workspace;
    private final WorkflowFiles files;
    private final Consumer<Action> gate;

    /** {@code gate} throws for what may not be done. */
    GatedFiles(Workspace workspace, Consumer<Action> gate) {
        this.workspace = workspace;
        this.files = WorkspaceFiles.in(workspace.root());
        this.gate = gate;
    }

    @Override
    public @Nullable String read(String path) throws IOException {
        require(workspace.resolve(path), Effect.READ);
        return files.read(path);
    }

    @Override
    public boolean exists(String path) throws IOException {
        require(workspace.resolve(path), Effect.READ);
        return files.exists(path);
    }

    @Override
    public List<String> glob(String pattern) throws IOException {
        require(workspace.root(), Effect.READ);
        return files.glob(pattern);
    }

    @Override
    public @Nullable String hash(String path) throws IOException {
        return files.hash(path);
    }

    @Override
    public void write(String path, String content) throws IOException {
        Path real = workspace.resolve(path);
        if (workspace.isProtected(real)) {
            throw new IOException("\"" + path + "\" is not for scripts to change");
        }
        require(real, Effect.EDIT);
        files.write(path, content);
    }

    private void require(Path real, Effect effect) throws IOException {
        try {
            gate.accept(Action.file(WorkflowTool.NAME, real, effect));
        } catch (MimoException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
