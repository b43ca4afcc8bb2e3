package dev.mimo.examples.cli;

import dev.mimo.environment.CancelledException;
import dev.mimo.environment.MimoException;
import dev.mimo.examples.coder.UsageError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The person's own editor: {@code $VISUAL}, else {@code $EDITOR}, on this terminal. */
final class Editor {

    private final Map<String, String> variables;

    Editor(Map<String, String> variables) {
        this.variables = variables;
    }

    /** Blocks until the editor ends. The variable may hold options, so a shell reads it, as other programs do. */
    void open(Path file) {
        String visual = variables.getOrDefault("VISUAL", "");
        String editor = visual.isBlank() ? variables.getOrDefault("EDITOR", "") : visual;
        if (editor.isBlank()) {
            throw new UsageError("no editor: set EDITOR, such as EDITOR=vi");
        }
        try {
            int code = new ProcessBuilder(List.of("sh", "-c", editor + " \"$1\"", "sh", file.toString()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new MimoException("the editor ended with exit code " + code + "; what you wrote is in " + file);
            }
        } catch (IOException e) {
            throw new MimoException("cannot start the editor " + editor, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("cancelled in the editor");
        }
    }
}
