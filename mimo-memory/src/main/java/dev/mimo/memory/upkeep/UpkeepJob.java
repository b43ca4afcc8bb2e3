package dev.mimo.memory.upkeep;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.Cancellation;
import dev.mimo.environment.CancelledException;
import dev.mimo.environment.FileBusy;
import dev.mimo.environment.MimoException;
import dev.mimo.environment.PrivateFiles;
import dev.mimo.environment.ProcessLock;
import dev.mimo.model.Budget;
import dev.mimo.model.Json;
import dev.mimo.model.ModelCall;
import dev.mimo.model.Role;
import dev.mimo.session.MemoryScope;
import dev.mimo.session.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What every job does around its own work: it is alone in its project, settles what was cut off before, keeps to its limits,
 * notes what came of it, and knows when it is due. Immutable.
 */
final class UpkeepJob {

    private final String name;
    private final Duration interval;
    private final MemoryScope.Project project;
    private final Dream.Terms terms;
    private final Use use;

    UpkeepJob(String name, Duration interval, MemoryScope.Project project, Dream.Terms terms, Use use) {
        this.name = name;
        this.interval = interval;
        this.project = project;
        this.terms = terms;
        this.use = use;
    }

    /**
     * Does {@code work} within the time and the tokens that a run may take.
     *
     * @throws UpkeepFailed when the time is over
     * @throws CancelledException when it was cancelled
     */
    <T> T limited(Function<ModelCall, T> work) {
        Duration most = terms.limits().deadline();
        String late = "the deadline of " + most.toSeconds() + " s is over";
        Cancellation.Source signal = Cancellation.Source.under(use.cancellation());
        List<Cancellation.Registration> waiting = new ArrayList<>();
        try {
            waiting.add(use.environment().life().onCancel(() -> signal.cancel("the environment was closed")));
            waiting.add(use.environment().scheduler().after(most, () -> signal.cancel(late)));
            T done = work.apply(call(signal));
            signal.throwIfCancelled();
            return done;
        } catch (CancelledException e) {
            throw late.equals(signal.reason()) ? new UpkeepFailed(late) : e;
        } finally {
            waiting.forEach(Cancellation.Registration::close);
            signal.close();
        }
    }

    private ModelCall call(Cancellation signal) {
        UpkeepLimits limits = terms.limits();
        return ModelCall.of(Role.UPKEEP)
                .withBudget(Budget.unlimited().child(limits.tokens(), limits.cost()))
                .withEvents(use.events())
                .withCancellation(signal);
    }

    /**
     * Does {@code work} while nobody else works on the project, in any process.
     *
     * @param recover settles a run of this job that was cut off
     * @throws UpkeepBusy when somebody does
     */
    <T extends @Nullable Object> T alone(Consumer<UpkeepRun> recover, Supplier<T> work) {
        Path file = terms.layers().file(project).resolveSibling(".upkeep.lock");
        try {
            PrivateFiles.createFolders(Objects.requireNonNull(file.getParent()));
            ProcessLock held = ProcessLock.take(file);
            try {
                runs().stream()
                        .filter(run -> run.job().equals(name) && run.status() == UpkeepRun.Status.APPLYING)
                        .forEach(recover);
                return work.get();
            } finally {
                held.close();
            }
        } catch (FileBusy e) {
            throw new UpkeepBusy("upkeep of " + project.id() + " is run by " + e.holder());
        } catch (IOException e) {
            throw new StoreException("cannot lock " + file + ": " + e, e);
        }
    }

    /** Runs when it is due and there is news; null when not, or when somebody else is at it. */
    @Nullable
    UpkeepRun runDue(BooleanSupplier hasNews, Consumer<UpkeepRun> recover, Supplier<UpkeepRun> run) {
        BooleanSupplier due = () -> schedule().isDue(project.id()) && hasNews.getAsBoolean();
        if (!due.getAsBoolean()) {
            return null;
        }
        try {
            // Who held the lock meanwhile may have done it.
            return this.<@Nullable UpkeepRun>alone(recover, () -> due.getAsBoolean() ? run.get() : null);
        } catch (UpkeepBusy e) {
            return null;
        }
    }

    /** Notes whatever comes of {@code work}; being cut off is no failure, whatever it looked like, and is not noted. */
    UpkeepRun noting(Supplier<UpkeepRun> work) {
        try {
            return work.get();
        } catch (CancelledException e) {
            throw e;
        } catch (MimoException e) {
            requireGoingOn();
            schedule().failed(project.id());
            return noted(
                    UpkeepRun.Status.FAILED,
                    Json.object().put("project", project.id()).put("failure", e.getMessage()));
        }
    }

    /** Throws when it was cut off. */
    void requireGoingOn() {
        use.cancellation().throwIfCancelled();
        use.environment().life().throwIfCancelled();
        if (Thread.currentThread().isInterrupted()) {
            throw new CancelledException("the thread was interrupted");
        }
    }

    /** The run that stands under this id; {@link UpkeepFailed} when there is none. */
    UpkeepRun standing(String id) {
        return runs().stream()
                .filter(run ->
                        run.id().equals(id) && run.job().equals(name) && run.status() == UpkeepRun.Status.APPLIED)
                .findFirst()
                .orElseThrow(() -> new UpkeepFailed("no run " + id + " of " + project.id() + " stands"));
    }

    /** What was done to the project, the last run first; by other jobs too. */
    List<UpkeepRun> runs() {
        return terms.ledger().runs(project.id());
    }

    UpkeepRun run(UpkeepRun.Status status, ObjectNode report) {
        String id = name + "-" + UUID.randomUUID().toString().substring(0, 8);
        return new UpkeepRun(id, name, project.id(), terms.clock().instant(), status, report);
    }

    /** Notes and tells a run that changes nothing. */
    UpkeepRun noted(UpkeepRun.Status status, ObjectNode report) {
        UpkeepRun run = run(status, report);
        terms.ledger().add(run, null);
        use.events().emit(new UpkeepEvent.UpkeepFinished(run));
        return run;
    }

    /** Settles and tells a run. */
    UpkeepRun settled(UpkeepRun run, UpkeepRun.Status status) {
        terms.ledger().settle(run.id(), status);
        UpkeepRun now = run.with(status);
        use.events().emit(new UpkeepEvent.UpkeepFinished(now));
        return now;
    }

    /** How far this job has looked; null when it never has. */
    @Nullable
    String findMark() {
        return terms.ledger().findMark(name, project.id());
    }

    void putMark(String mark) {
        terms.ledger().putMark(name, project.id(), mark);
    }

    Schedule schedule() {
        return new Schedule(terms.ledger(), name, interval, terms.clock());
    }
}
