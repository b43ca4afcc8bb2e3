package dev.mimo.agent;

import dev.mimo.model.ModelRef;
import dev.mimo.permission.Approver;
import dev.mimo.session.Entry;
import dev.mimo.session.SessionId;
import dev.mimo.tool.Subagents;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The sub-agents of one call of a turn; the whole call can be handed to one. */
final class CallChildren implements Subagents {

    private final TurnScope turn;
    private final String callId;
    private final Map<String, Approver.Answer> answers;
    private final Lender lender;
    private final Children children;

    /** {@code answers} are for the sub-agents that go on. */
    CallChildren(TurnScope turn, String callId, Map<String, Approver.Answer> answers) {
        this.turn = turn;
        this.callId = callId;
        this.answers = answers;
        lender = new Lender(turn);
        children = new Children(lender);
    }

    @Override
    public Map<String, String> kinds() {
        return children.kinds();
    }

    @Override
    public @Nullable ModelRef findModel(String name) {
        return children.findModel(name);
    }

    @Override
    public Child start(Task task, Watcher watcher) {
        return children.start(task, watcher);
    }

    /**
     * Hands the whole call to an agent, one of the kinds or another one, and waits for it. Made again after a pause or a
     * crash, it goes on with the same one: that is never done twice.
     *
     * @param own null for the kind that the task names
     * @throws ChildPaused when the sub-agent waits for people
     */
    Result delegate(@Nullable Setup own, Task task) throws InterruptedException {
        Setup setup = own == null ? children.setupOf(task) : own;
        children.requireDepth();
        SessionId id = turn.recorder.see(view -> view.calls().delegate(callId));
        if (id == null) {
            id = children.newId();
            turn.recorder.append(new Entry.CallDelegated(callId, id));
        }
        Session session = new Session(setup, id, new Origin(lender, true, lender.folder()));
        Entry.TurnEnded before = session.recorder().see(SessionView::lastEnd);
        if (before != null) {
            return endedBefore(session, before);
        }
        RunningChild child = children.run(session, turn(session, task), task, answers, true);
        Outcome outcome = child.end();
        if (outcome instanceof Outcome.Paused paused) {
            throw new ChildPaused(paused.text(), paused.questions());
        }
        turn.meter.handedOver(callId, child.account());
        return child.result(outcome);
    }

    private Result endedBefore(Session session, Entry.TurnEnded end) {
        Meter.Account account = session.recorder()
                .see(view -> Meter.Account.of(
                        view, session.role(), session.model().facts().prices()));
        turn.meter.handedOverBefore(callId, account);
        session.close();
        return new Result(end.outcome().equals("done"), end.outcome(), end.text(), null, account.spent());
    }

    private static Turn turn(Session session, Task task) {
        try {
            return session.recorder().see(SessionView::turn) == null
                    ? session.begin(Input.of(task.prompt()), Children.format(task))
                    : session.goOn(Map.of(), null);
        } catch (RuntimeException | Error e) {
            session.close();
            throw e;
        }
    }
}
