package dev.mimo.agent;

import dev.mimo.environment.MimoException;
import dev.mimo.model.Model;
import dev.mimo.model.ModelRef;
import dev.mimo.permission.Approver;
import dev.mimo.session.SessionId;
import dev.mimo.tool.BackgroundWork;
import dev.mimo.tool.InvalidCall;
import dev.mimo.tool.Subagents;
import dev.mimo.tool.Workspace;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Starts sub-agents under the limits, budget, permissions and cancellation of who lends them. */
final class Children implements Subagents {

    private final Lender lender;
    private final Places.Waits waits;

    Children(Lender lender) {
        this.lender = lender;
        waits = lender.place.waits();
    }

    @Override
    public Map<String, String> kinds() {
        Map<String, String> kinds = new LinkedHashMap<>();
        lender.setup.subagents.forEach((name, kind) -> kinds.put(name, kind.description()));
        return kinds;
    }

    @Override
    public @Nullable ModelRef findModel(String name) {
        Model model = lender.setup.models.find(name);
        return model == null ? null : model.facts().ref();
    }

    @Override
    public Child start(Task task, Watcher watcher) {
        Setup setup = setupOf(task);
        AnswerFormat format = format(task);
        requireDepth();
        Workspace folder = folder(task.terms().workspace());
        Session session = new Session(setup, newId(), new Origin(lender, false, folder));
        watcher.starting(session.id().value());
        Turn turn = begin(session, task, format);
        turn.hear(event -> watcher.alive());
        RunningChild child = run(session, turn, task, Map.of(), false);
        if (lender.turn != null) {
            BackgroundWork.of(lender.turn.resources).add(child.work(task.title()));
        }
        return child;
    }

    /** Starts it on a thread of the environment; {@code mayPause}: see {@link RunningChild}. */
    RunningChild run(Session session, Turn turn, Task task, Map<String, Approver.Answer> answers, boolean mayPause) {
        RunningChild child = new RunningChild(lender, waits, new RunningChild.Work(session, turn, answers, mayPause));
        try {
            Publisher above = lender.publisher();
            if (above != null) {
                String kind = task.kind() == null ? session.setup().name : task.kind();
                above.emit(new TurnEvent.SubagentStarted(child.id(), kind, task.title()));
            }
            lender.setup.environment.executor().execute(child);
            return child;
        } catch (RuntimeException | Error e) {
            turn.fail(e);
            session.close();
            throw e;
        }
    }

    /** Begins the turn of a new session; closes it when that fails. */
    static Turn begin(Session session, Task task, @Nullable AnswerFormat format) {
        try {
            return session.begin(Input.of(task.prompt()), format);
        } catch (RuntimeException | Error e) {
            session.close();
            throw e;
        }
    }

    void requireDepth() {
        if (lender.depth + 1 > lender.maxDepth) {
            throw new InvalidCall("sub-agents may be started at most " + lender.maxDepth + " deep: do this yourself");
        }
        lender.cancellation.throwIfCancelled();
    }

    SessionId newId() {
        return SessionId.of(lender.setup.environment.ids().next("subagent"));
    }

    /** Throws {@link InvalidCall} for what is not there. */
    Setup setupOf(Task task) {
        Setup setup = setupOf(task.kind());
        Terms terms = task.terms();
        if (terms.model() == null && terms.effort() == null && terms.tools() == null) {
            return setup;
        }
        return new Setup(setup, task.kind() == null, model(terms.model()), terms);
    }

    private Setup setupOf(@Nullable String kind) {
        if (kind == null) {
            return lender.setup;
        }
        Subagent known = lender.setup.subagents.get(kind);
        if (known == null) {
            throw new InvalidCall("there is no sub-agent of kind \"" + kind + "\"; there are: "
                    + String.join(", ", lender.setup.subagents.keySet()));
        }
        return known.setup(lender.setup);
    }

    private @Nullable Model model(@Nullable String name) {
        try {
            return name == null ? null : lender.setup.models.get(name);
        } catch (MimoException e) {
            throw new InvalidCall(String.valueOf(e.getMessage()));
        }
    }

    static @Nullable AnswerFormat format(Task task) {
        try {
            return task.answerSchema() == null ? null : new AnswerFormat(task.answerSchema(), object -> {});
        } catch (MimoException e) {
            throw new InvalidCall(String.valueOf(e.getMessage()));
        }
    }

    /** What is closed to file tools stays closed, but for a folder that holds this one: it was chosen for a child to work in. */
    @Nullable
    Workspace folder(@Nullable Path given) {
        if (given == null) {
            return lender.folder();
        }
        Workspace folder;
        try {
            folder = Workspace.of(given);
        } catch (IllegalArgumentException e) {
            throw new InvalidCall(String.valueOf(e.getMessage()));
        }
        Workspace above = lender.workspace();
        List<Path> closed = above == null ? List.of() : above.protectedFolders();
        return folder.protect(closed.stream()
                .filter(path -> !Workspace.mayLieIn(folder.root(), path))
                .toList());
    }
}
