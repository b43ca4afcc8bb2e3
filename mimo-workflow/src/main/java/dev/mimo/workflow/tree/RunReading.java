package dev.mimo.workflow.tree;

import dev.mimo.workflow.journal.CallPath;
import dev.mimo.workflow.journal.JournalRecord;
import dev.mimo.workflow.journal.Recorded;
import dev.mimo.workflow.journal.RunId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes in the records of a run, one by one, and makes its tree. Confined to one thread at a time. */
final class RunReading {

    private final RunId id;
    private final List<RunTree.Pass> over = new ArrayList<>();
    private final Map<CallPath, CallReading> calls = new LinkedHashMap<>();
    private final Map<CallPath, Child> children = new HashMap<>();

    /** Phases, calls and children as they appeared. */
    private final Map<Object, Placing> order = new LinkedHashMap<>();

    private String name = "";
    private Instant begun = Instant.EPOCH;
    private Instant last = Instant.EPOCH;
    private @Nullable String phase;
    private JournalRecord.@Nullable Terminal terminal;

    /** Puts something where it belongs. */
    @FunctionalInterface
    private interface Placing {
        void into(Knot root);
    }

    /** A nested run, and the phase that the script had reached when it began. */
    private record Child(
            String name, Instant begun, @Nullable String phase) {}

    RunReading(RunId id) {
        this.id = id;
    }

    void add(Recorded recorded) {
        Instant at = recorded.at();
        JournalRecord record = recorded.record();
        if (record instanceof JournalRecord.Header header) {
            name = header.name();
            begun = at;
        } else if (record instanceof JournalRecord.Resume) {
            over.add(new RunTree.Pass(pass(), begun, last));
            begun = at;
            terminal = null;
        } else if (record instanceof JournalRecord.Terminal end) {
            terminal = end;
        } else if (record instanceof JournalRecord.Phase begins) {
            phase = begins.title();
            Step step = Step.phase(begins.title());
            order.putIfAbsent(step, root -> root.below(step));
        } else if (record instanceof JournalRecord.Child child) {
            begin(child, at);
        } else if (record instanceof JournalRecord.CallStarted start) {
            call(start.key().path()).start(start, at, pass());
        } else if (record instanceof JournalRecord.CallSettled settled) {
            call(settled.key().path()).settle(settled, at, pass());
        }
        last = at;
    }

    private int pass() {
        return over.size() + 1;
    }

    private void begin(JournalRecord.Child child, Instant at) {
        List<Step> way = Step.toNested(child.path());
        if (children.putIfAbsent(child.path(), new Child(child.name(), at, isNested(way) ? null : phase)) == null) {
            order.put(child.path(), root -> below(way, null, root));
        }
    }

    private CallReading call(CallPath path) {
        return calls.computeIfAbsent(path, first -> {
            List<Step> way = Step.toCall(path);
            CallReading call = new CallReading(path, isNested(way) ? null : phase);
            order.put(call, root -> below(way, call.phase(), root).call = call);
            return call;
        });
    }

    /** Whether a nested run makes it; the phases of the script above say nothing there. */
    private static boolean isNested(List<Step> way) {
        return way.subList(0, way.size() - 1).stream().anyMatch(step -> step.kind() == Step.Kind.NESTED);
    }

    /** The knot at the end of the way, below its phase and, in a nested run, below the phase that this began in. */
    private Knot below(List<Step> way, @Nullable String inPhase, Knot root) {
        Knot at = root;
        boolean entering = true;
        for (int i = 0; i < way.size(); i++) {
            String here = entering ? phase(way.subList(i, way.size()), inPhase) : null;
            at = here == null ? at : at.below(Step.phase(here));
            at = at.below(way.get(i));
            entering = way.get(i).kind() == Step.Kind.NESTED;
        }
        return at;
    }

    private @Nullable String phase(List<Step> ahead, @Nullable String inPhase) {
        for (Step step : ahead) {
            if (step.kind() == Step.Kind.NESTED) {
                Child child = children.get(new CallPath(step.path()));
                return child == null ? null : child.phase;
            }
        }
        return inPhase;
    }

    RunTree tree(RunTree.Status open) {
        Knot root = new Knot();
        order.values().forEach(placing -> placing.into(root));
        boolean alive = terminal == null && open == RunTree.Status.RUNNING;
        List<RunNode> nodes = nodes(root, alive);
        List<RunTree.Pass> passes = new ArrayList<>(over);
        passes.add(new RunTree.Pass(pass(), begun, last));
        return new RunTree(id, name, status(open), passes, nodes, Totals.of(nodes), terminal);
    }

    private RunTree.Status status(RunTree.Status open) {
        if (terminal == null) {
            return open;
        }
        return switch (terminal.status()) {
            case COMPLETED -> RunTree.Status.COMPLETED;
            case FAILED -> RunTree.Status.FAILED;
            case CANCELLED -> RunTree.Status.CANCELLED;
        };
    }

    private List<RunNode> nodes(Knot knot, boolean alive) {
        List<RunNode> nodes = new ArrayList<>();
        knot.ordered().forEach((step, below) -> nodes.add(node(step, below, alive)));
        return nodes;
    }

    private RunNode node(Step step, Knot knot, boolean alive) {
        CallReading call = knot.call;
        if (call != null) {
            return call.agent(pass(), alive);
        }
        List<RunNode> nodes = nodes(knot, alive);
        return switch (step.kind()) {
            case PHASE -> new RunNode.Phase(step.name(), nodes);
            case PARALLEL -> new RunNode.Group(new CallPath(step.path()), RunNode.Kind.PARALLEL, nodes);
            case PIPELINE -> new RunNode.Group(new CallPath(step.path()), RunNode.Kind.PIPELINE, nodes);
            case DAG -> new RunNode.Group(new CallPath(step.path()), RunNode.Kind.DAG, nodes);
            case SLOT -> new RunNode.Branch("slot " + step.number(), nodes);
            case ITEM -> new RunNode.Branch("item " + step.number(), nodes);
            case NODE -> new RunNode.Branch(step.name(), nodes);
            case NESTED -> nested(new CallPath(step.path()), nodes);
            case AGENT -> throw new IllegalStateException("a call without records: " + step.path());
        };
    }

    private RunNode nested(CallPath path, List<RunNode> nodes) {
        Child child = children.get(path);
        return child == null
                ? new RunNode.Nested(path, path.value(), begun, nodes)
                : new RunNode.Nested(path, child.name, child.begun, nodes);
    }
}
