package dev.mimo.agent;

import dev.mimo.environment.Cancellation;
import dev.mimo.environment.Resources;
import dev.mimo.model.Budget;
import dev.mimo.model.Model;
import dev.mimo.model.ModelCall;
import dev.mimo.model.ModelOptions;
import dev.mimo.model.Prices;
import dev.mimo.model.Role;
import dev.mimo.model.Spent;
import dev.mimo.model.ToolResult;
import dev.mimo.model.Usage;
import dev.mimo.permission.Approver;
import dev.mimo.permission.PermissionGate;
import dev.mimo.session.Entry;
import dev.mimo.session.SessionId;
import dev.mimo.session.SessionStore;
import dev.mimo.tool.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Everything that one turn has of its own, or was lent by its session and its parent. */
final class TurnScope {

    final Setup setup;
    final Session owner;
    final SessionId session;
    final SessionStore store;
    final Recorder recorder;
    final Resources resources;
    final PermissionGate gate;
    final String turn;
    final Limits limits;
    final Budget budget;
    final Meter meter;
    final Input input;
    final @Nullable AnswerFormat format;
    final Publisher publisher;
    final Places places;
    final Places.Place place;
    final int depth;
    final int maxDepth;
    final Role role;
    final Map<String, Object> attributes;
    final List<StopGate> stopGates;
    final @Nullable Approver approver;
    private final Model model;
    final Cancellation.Source cancellation;
    final ReentrantLock asking = new ReentrantLock();

    private @Nullable Workspace workspace;
    private volatile @Nullable String limitReached;
    private volatile boolean interrupted;

    /** {@code format}: that of the final answer, which is asked before all other gates; null for plain text. */
    TurnScope(Session session, String turn, Input input, @Nullable AnswerFormat format) {
        Lender parent = session.origin().lender();
        this.setup = session.setup();
        this.owner = session;
        this.session = session.id();
        this.store = session.store();
        this.recorder = session.recorder();
        this.resources = session.resources();
        this.gate = session.gate();
        this.turn = turn;
        this.limits = setup.limits.tightest(input.limits());
        this.attributes = parent == null ? input.attributes() : parent.attributes();
        this.input = input;
        this.format = format;
        this.stopGates = gates();
        this.publisher =
                new Publisher(this.session, turn, setup, session.origin().publisher());
        this.meter = new Meter(
                turn, session.origin().budget().child(limits.tokens(), limits.cost()), setup.environment.clock());
        this.budget = meter.own();
        this.places = parent == null ? new Places(limits.subagents()) : parent.places;
        this.place = parent == null ? places.needless() : places.reserve();
        this.depth = parent == null ? 0 : parent.depth + 1;
        this.maxDepth = parent == null ? limits.depth() : Math.min(parent.maxDepth, depth + limits.depth());
        this.role = session.role();
        this.model = session.model();
        this.workspace = session.workspace();
        this.approver = setup.approver == null && parent != null ? parent.approver : setup.approver;
        this.cancellation = Cancellation.Source.under(parent == null ? setup.environment.life() : parent.cancellation);
    }

    private List<StopGate> gates() {
        List<StopGate> all = new ArrayList<>();
        if (format != null) {
            all.add(format);
        }
        all.addAll(setup.stopGates);
        for (StopCondition goal : goals()) {
            all.add(goal.gate(setup.parts));
        }
        return all;
    }

    /** The agent's own and the input's; what sub-agents do is for those above them to judge. */
    private List<StopCondition> goals() {
        List<StopCondition> goals = new ArrayList<>();
        if (setup.goal != null && owner.origin().lender() == null) {
            goals.add(setup.goal);
        }
        StopCondition own = input.goal();
        if (own != null) {
            goals.add(own);
        }
        return goals;
    }

    /** Takes up the turn where its log ends. */
    void goOn() {
        publisher.step(recorder.see(SessionView::steps));
        Prices prices = model.facts().prices();
        meter.goOn(recorder.see(view -> Meter.Account.of(view, role, prices)), recorder.see(SessionView::measured));
    }

    /** How models are to answer in this turn. */
    ModelOptions options() {
        return format == null ? setup.options : setup.options.withAnswerSchema(format.schema());
    }

    /** Stores entries, and with them what was spent since where they do not tell. */
    void record(Entry... entries) {
        List<Entry> all = new ArrayList<>(List.of(entries));
        Usage told = recorder.see(SessionView::usageTold);
        for (Entry entry : entries) {
            told = entry instanceof Entry.ReplyAdded reply ? told.plus(reply.usage()) : told;
        }
        Entry.TurnMeasured due = meter.due(told);
        if (due != null) {
            all.add(due);
        }
        recorder.append(all);
    }

    /** The model that works on this turn. */
    Model model() {
        return model;
    }

    /** The files it works on: the agent's own workspace, or the session's private folder where it has none. */
    synchronized Workspace workspace() {
        if (workspace == null) {
            workspace = Workspace.of(recorder.folder());
        }
        return workspace;
    }

    /** How people name a call of this turn when they answer a question about it: unique in the tree. */
    String questionId(String callId) {
        return depth == 0 ? callId : session + "/" + callId;
    }

    /** The result as the model is told. */
    ToolResult bound(ToolResult result) {
        return LongResult.bound(result, recorder::folder);
    }

    /** A call to a model on behalf of this turn. */
    ModelCall modelCall() {
        return new ModelCall(role, publisher, cancellation, budget);
    }

    /** Ends the turn because a limit was met while it was busy. */
    void stopFor(String limit) {
        limitReached = limit;
        cancellation.cancel("the limit on " + limit.replace('_', ' ') + " is reached");
    }

    /** The host interrupted the turn's thread: the turn ends as cancelled, and the thread stays interrupted after it. */
    void interrupted() {
        interrupted = true;
        cancellation.cancel("the thread was interrupted");
    }

    boolean wasInterrupted() {
        return interrupted;
    }

    /** The limit for which it was stopped; null when none was met. */
    @Nullable
    String limitReached() {
        return limitReached;
    }

    Outcome.Account account() {
        Spent spent = meter.account().spent();
        return new Outcome.Account(turn, recorder.see(SessionView::steps), spent.usage(), spent.cost(), meter.roles());
    }
}
