package dev.mimo.workflow;

import dev.mimo.workflow.SavedScript.Place;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The scripts that come with this library. */
final class BuiltInScripts implements ScriptShelf {

    private static final List<String> NAMES = List.of("code-review", "deep-research", "fact-check", "implement");

    @Override
    public List<Copy> copies() {
        return NAMES.stream().map(BuiltInScripts::copy).toList();
    }

    private static Copy copy(String name) {
        WorkflowScript script = WorkflowScript.of(text("builtin/" + name + ".js"));
        return new Copy(SavedScript.of(script.meta(), Place.BUILT_IN, null), script, null);
    }

    private static String text(String resource) {
        try (InputStream in = BuiltInScripts.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("missing from the jar: " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
