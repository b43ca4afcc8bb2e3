package dev.mimo.examples.coder;

import dev.mimo.model.Cost;
import dev.mimo.workflow.Caps;
import dev.mimo.workflow.SavedScripts;
import dev.mimo.workflow.WorkflowEngine;
import dev.mimo.workflow.journal.FileJournal;
import java.nio.file.Path;

/** The workflows of a folder: where scripts are found, where runs are kept, and what they may take. */
public final class Workflows {

    private Workflows() {}

    /** Where runs are kept. */
    public static Path runs(Path home) {
        return home.resolve("runs");
    }

    /**
     * An engine within the bounds of the settings; a project's own scripts count once it is trusted.
     *
     * @param ownProcess whether scripts run in a process of their own, as no person vouches for them
     */
    public static WorkflowEngine engine(Surroundings around, Settings settings, boolean ownProcess) {
        return WorkflowEngine.builder()
                .journal(FileJournal.at(runs(around.home())))
                .workspace(settings.workspace())
                .worktrees(around.home().resolve("worktrees"))
                .scripts(scripts(settings, Project.of(settings, around.home()), around.home()))
                .caps(caps(settings.bounds()))
                .ownProcess(script -> ownProcess)
                .build();
    }

    private static SavedScripts scripts(Settings settings, Project project, Path home) {
        SavedScripts.Builder saved = SavedScripts.builder().workspace(settings.workspace());
        saved.project(settings.workspace(), project.isTrusted());
        if (!project.top().equals(settings.workspace())) {
            saved.project(project.top(), project.isTrusted());
        }
        return saved.user(home.resolve("workflows")).build();
    }

    private static Caps caps(Settings.Bounds bounds) {
        Caps caps = Caps.defaults();
        caps = bounds.time() == null ? caps : caps.withTime(bounds.time());
        return bounds.usd() == null ? caps : caps.withCost(new Cost(bounds.usd()));
    }
}
