package dev.mimo.workflow;

import dev.mimo.environment.MimoException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One place with scripts. Looked at anew each time. */
@FunctionalInterface
interface ScriptShelf {

    /** All that stand there, in the order of their files' names; those that cannot run too. */
    List<Copy> copies();

    /**
     * A script as it was just read.
     *
     * @param script null when it has a fault
     * @param real the file behind all links; null when there is none
     */
    record Copy(
            SavedScript saved,
            @Nullable WorkflowScript script,
            @Nullable Path real) {

        boolean isCalled(String name) {
            return saved.name().equals(name) || saved.fileName().equals(name);
        }

        /** Throws {@link MimoException} when it cannot run. */
        WorkflowScript working() {
            if (script == null) {
                throw new MimoException("the workflow " + saved.where() + " cannot run: " + saved.fault());
            }
            return script;
        }
    }
}
