package dev.mimo.agent;

import dev.mimo.environment.Cancellation;
import dev.mimo.environment.CancelledException;
import dev.mimo.session.SessionId;
import dev.mimo.tool.InvalidCall;
import dev.mimo.tool.Subagents;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Starts sub-agents of a turn, under its limits, budget, permissions and cancellation. */
final class Children implements Subagents {

    private final TurnScope parent;

    Children(TurnScope parent) {
        this.parent = parent;
    }

    @Override
    public Map<String, String> kinds() {
        Map<String, String> kinds = new LinkedHashMap<>();
        parent.setup.subagents.forEach((name, kind) -> kinds.put(name, kind.description()));
        return kinds;
    }

    @Override
    public Child start(Task task) {
        return start(setupOf(task.kind()), task);
    }

    /** Starts an agent that need not be one of the kinds. */
    Child start(Setup setup, Task task) {
        if (parent.depth + 1 > parent.maxDepth) {
            throw new InvalidCall("sub-agents may be started at most " + parent.maxDepth + " deep: do this yourself");
        }
        parent.cancellation.throwIfCancelled();
        String id = parent.setup.environment.ids().next("subagent");
        Session session = new Session(setup, SessionId.of(id), new Origin(parent));
        String kind = task.kind() == null ? setup.name : task.kind();
        Running child;
        try {
            child = new Running(id, session, task);
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
        parent.publisher.emit(new TurnEvent.SubagentStarted(id, kind, task.title()));
        parent.setup.environment.executor().execute(child);
        return child;
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

    /** A sub-agent at work. */
    private final class Running implements Child, Runnable {

        private final String id;
        private final Session session;
        private final Turn turn;
        private final CompletableFuture<Result> end = new CompletableFuture<>();

        Running(String id, Session session, Task task) {
            this.id = id;
            this.session = session;
            AnswerFormat format =
                    task.answerSchema() == null ? null : new AnswerFormat(task.answerSchema(), object -> {});
            this.turn = session.begin(Input.of(task.prompt()), format);
        }

        @Override
        public void run() {
            Result result;
            try (session) {
                Outcome outcome = turn.work(Map.of());
                result = new Result(outcome.isDone(), outcome.type(), outcome.text());
            } catch (RuntimeException | Error e) {
                result = new Result(false, "failed", String.valueOf(e.getMessage()));
            }
            parent.publisher.emit(new TurnEvent.SubagentFinished(id, result.outcome()));
            end.complete(result);
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public Result await(Cancellation cancellation) throws InterruptedException {
            try {
                return parent.place.without(() -> awaitEnd(cancellation), cancellation);
            } catch (InterruptedException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        // What is done at the end cannot fail, so nobody waits for it.
        @SuppressWarnings("FutureReturnValueIgnored")
        private Result awaitEnd(Cancellation cancellation) throws InterruptedException {
            CountDownLatch over = new CountDownLatch(1);
            end.whenComplete((result, error) -> over.countDown());
            Cancellation.Registration signal = cancellation.onCancel(over::countDown);
            try {
                over.await();
            } finally {
                signal.close();
            }
            Result result = end.getNow(null);
            if (result == null) {
                throw new CancelledException(String.valueOf(cancellation.reason()));
            }
            return result;
        }

        @Override
        public CompletionStage<Result> toCompletionStage() {
            return end.minimalCompletionStage();
        }

        @Override
        public void cancel(String reason) {
            turn.cancel(reason);
        }
    }
}
