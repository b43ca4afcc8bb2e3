package dev.mimo.agent;

import dev.mimo.permission.Approver;
import dev.mimo.session.Entry;
import dev.mimo.session.SessionId;
import dev.mimo.tool.BackgroundWork;
import dev.mimo.tool.InvalidCall;
import dev.mimo.tool.Subagents;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Starts the sub-agents of one call, under the limits, budget, permissions and cancellation of its turn. */
final class Children implements Subagents {

    private final TurnScope parent;
    private final String callId;
    private final Map<String, Approver.Answer> answers;

    /** {@code answers} are for the sub-agents that go on. */
    Children(TurnScope parent, String callId, Map<String, Approver.Answer> answers) {
        this.parent = parent;
        this.callId = callId;
        this.answers = answers;
    }

    @Override
    public Map<String, String> kinds() {
        Map<String, String> kinds = new LinkedHashMap<>();
        parent.setup.subagents.forEach((name, kind) -> kinds.put(name, kind.description()));
        return kinds;
    }

    @Override
    public Child start(Task task) {
        Setup setup = setupOf(task.kind());
        requireDepth();
        SessionId id = newId();
        RunningChild child = run(open(setup, id, false), task, false);
        BackgroundWork.of(parent.resources).add(child.work(task.title()));
        return child;
    }

    /**
     * Hands the whole call to an agent, one of the kinds or another one, and waits for it. Made again after a pause or a
     * crash, it goes on with the same one: that is never done twice.
     *
     * @param own null for the kind that the task names
     * @throws ChildPaused when the sub-agent waits for people
     */
    Result delegate(@Nullable Setup own, Task task) throws InterruptedException {
        Setup setup = own == null ? setupOf(task.kind()) : own;
        requireDepth();
        SessionId id = parent.recorder.see(view -> view.calls().delegate(callId));
        if (id == null) {
            id = newId();
            parent.recorder.append(new Entry.CallDelegated(callId, id));
        }
        Session session = open(setup, id, true);
        Entry.TurnEnded before = session.recorder().see(SessionView::lastEnd);
        if (before != null) {
            parent.meter.handedOverBefore(
                    callId,
                    session.recorder()
                            .see(view -> Meter.Account.of(
                                    view,
                                    session.role(),
                                    session.model().facts().prices())));
            session.close();
            return new Result(before.outcome().equals("done"), before.outcome(), before.text());
        }
        RunningChild child = run(session, task, true);
        Outcome outcome = child.end();
        if (outcome instanceof Outcome.Paused paused) {
            throw new ChildPaused(paused.text(), paused.questions());
        }
        parent.meter.handedOver(callId, child.account());
        return RunningChild.result(outcome);
    }

    private void requireDepth() {
        if (parent.depth + 1 > parent.maxDepth) {
            throw new InvalidCall("sub-agents may be started at most " + parent.maxDepth + " deep: do this yourself");
        }
        parent.cancellation.throwIfCancelled();
    }

    private SessionId newId() {
        return SessionId.of(parent.setup.environment.ids().next("subagent"));
    }

    private Session open(Setup setup, SessionId id, boolean delegate) {
        return new Session(setup, id, new Origin(parent, delegate));
    }

    private RunningChild run(Session session, Task task, boolean delegated) {
        Turn turn = turn(session, task);
        RunningChild child = new RunningChild(parent, session, turn, answers, delegated);
        try {
            String kind = task.kind() == null ? session.setup().name : task.kind();
            parent.publisher.emit(new TurnEvent.SubagentStarted(child.id(), kind, task.title()));
            parent.setup.environment.executor().execute(child);
            return child;
        } catch (RuntimeException | Error e) {
            turn.fail(e);
            session.close();
            throw e;
        }
    }

    private static Turn turn(Session session, Task task) {
        try {
            return session.recorder().see(SessionView::turn) == null
                    ? begin(session, task)
                    : session.goOn(Map.of(), null);
        } catch (RuntimeException | Error e) {
            session.close();
            throw e;
        }
    }

    private static Turn begin(Session session, Task task) {
        AnswerFormat format = task.answerSchema() == null ? null : new AnswerFormat(task.answerSchema(), object -> {});
        return session.begin(Input.of(task.prompt()), format);
    }

    private Setup setupOf(@Nullable String kind) {
        if (kind == null) {
            return parent.setup;
        }
        Subagent known = parent.setup.subagents.get(kind);
        if (known == null) {
            throw new InvalidCall("there is no sub-agent of kind \"" + kind + "\"; there are: "
                    + String.join(", ", parent.setup.subagents.keySet()));
        }
        return known.setup(parent.setup);
    }
}
