package dev.mimo.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.Environment;
import dev.mimo.model.Json;
import dev.mimo.workflow.journal.JournalRecord.Outcome;
import dev.mimo.workflow.journal.RunId;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets isolated agents of a run work in git worktrees of their own, made when the first of them comes. What such an agent
 * changed is kept, and its answer says where: under {@code _worktree} of an object, else beside the answer, which then stands
 * under {@code result}. Safe for use by several threads.
 */
final class Isolation {

    static final String FIELD = "_worktree";

    /** Does a call in the folder that it names. */
    @FunctionalInterface
    interface Work {
        CallResult in(AgentCall call) throws Exception;
    }

    private final Path workspace;
    private final RunId run;
    private final @Nullable Path parent;
    private final Environment environment;
    private final Set<String> kept;
    private @Nullable Worktrees worktrees;

    /**
     * Makes nothing yet.
     *
     * @param parent the folder that worktrees are made in; null to let isolated agents work in the workspace like the others
     * @param kept branches of results of earlier passes; whatever else they left is removed
     */
    Isolation(RunTerms terms, @Nullable Path parent, Set<String> kept) {
        this.workspace = terms.workspace();
        this.run = terms.id();
        this.parent = parent;
        this.environment = terms.environment();
        this.kept = Set.copyOf(kept);
    }

    CallResult launch(AgentCall call, Work work) throws Exception {
        if (!call.isolated() || parent == null) {
            return work.in(call);
        }
        Worktrees all = worktrees(parent);
        Worktree worktree = all.add();
        boolean done = false;
        try {
            CallResult result = work.in(call.in(worktree.workspace()));
            if (result.outcome() != Outcome.OK || result.value() == null) {
                return result;
            }
            Worktrees.Kept changed = all.finish(worktree);
            done = true;
            return changed == null
                    ? result
                    : CallResult.ok(told(result.value(), changed)).spending(result.spent());
        } finally {
            if (!done) {
                all.remove(worktree);
            }
        }
    }

    private synchronized Worktrees worktrees(Path folder) throws InterruptedException {
        if (worktrees == null) {
            worktrees = Worktrees.of(workspace, run, folder, environment);
            worktrees.removeLeftovers(kept);
        }
        return worktrees;
    }

    private static JsonNode told(JsonNode value, Worktrees.Kept changed) {
        ObjectNode where = Json.object()
                .put("branch", changed.branch())
                .put("directory", changed.directory().toString())
                .put("changed", changed.changed());
        if (value instanceof ObjectNode object) {
            return object.deepCopy().set(FIELD, where);
        }
        ObjectNode wrapped = Json.object();
        wrapped.set(FIELD, where);
        return wrapped.set("result", value);
    }

    /** The branch that a result says was kept; null when it says nothing of one. */
    static @Nullable String branch(@Nullable JsonNode value) {
        JsonNode branch = value == null ? null : value.path(FIELD).get("branch");
        return branch == null ? null : branch.asText();
    }

    /** Whether what a recorded result points at still exists. */
    boolean isThere(@Nullable JsonNode value) throws InterruptedException {
        String branch = branch(value);
        if (branch == null || parent == null || value == null) {
            return true;
        }
        Path directory = Path.of(value.path(FIELD).path("directory").asText());
        return worktrees(parent).isThere(new Worktrees.Kept(branch, directory, true));
    }

    /** Removes those whose agents have not ended. */
    synchronized void close() {
        if (worktrees != null) {
            worktrees.removeAll();
        }
    }
}
