package dev.mimo.examples.duel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.Cancellation;
import dev.mimo.examples.coder.UsageError;
import dev.mimo.examples.duel.Pair.Winner;
import dev.mimo.model.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/** Lets two sides work on the same tasks, each in a fresh copy, and keeps who won. For one thread. */
public final class Duel {

    private static final int FORMAT = 1;

    private final Contestant first;
    private final Contestant second;
    private final Terms terms;
    private final Voter voter;
    private final Consumer<String> progress;

    /**
     * How it is held.
     *
     * @param seed draws the order of tasks, which side begins, and how work is shown to a person
     * @param results where finished pairs are kept, so that none is run again
     * @param keep leaves the folders of the runs
     * @param cancellation ends it; finished pairs stay
     */
    public record Terms(long seed, Path results, boolean keep, Cancellation cancellation) {}

    /** {@code progress} is told a line for each thing that ended. */
    public Duel(Contestant first, Contestant second, Terms terms, Voter voter, Consumer<String> progress) {
        this.first = first;
        this.second = second;
        this.terms = terms;
        this.voter = voter;
        this.progress = progress;
    }

    /**
     * Runs what has not been run yet, and reports on all.
     *
     * @throws UsageError when the results belong to another duel, or nobody can vote on a task without a check
     */
    public DuelReport run(List<DuelTask> tasks) throws IOException, InterruptedException {
        first.require();
        second.require();
        if (tasks.stream().anyMatch(task -> task.check() == null)) {
            voter.require();
        }
        try (LineFile file = LineFile.open(terms.results())) {
            Map<String, Pair> pairs = new LinkedHashMap<>();
            earlier(file).forEach(pair -> pairs.put(pair.task(), pair));
            List<DuelTask> open = new ArrayList<>(tasks);
            Collections.shuffle(open, new Random(terms.seed()));
            open.removeIf(task -> pairs.containsKey(task.id()));
            int done = tasks.size() - open.size();
            for (DuelTask task : open) {
                Pair pair = run(task, ++done + "/" + tasks.size() + " " + task.id());
                file.append(pair.toJson());
                pairs.put(task.id(), pair);
            }
            return new DuelReport(
                    first.configuration().name(),
                    second.configuration().name(),
                    tasks.stream().map(task -> pairs.get(task.id())).toList());
        }
    }

    /** Pairs of this duel that were finished before; says whose file it is when it is new. */
    private List<Pair> earlier(LineFile file) throws IOException {
        ObjectNode head = Json.object().put("format", FORMAT).put("seed", terms.seed());
        head.set("first", first.configuration().json());
        head.set("second", second.configuration().json());
        List<ObjectNode> found = file.found();
        if (found.isEmpty()) {
            file.append(head);
            return List.of();
        }
        if (!Json.canonical(found.get(0)).equals(Json.canonical(head))) {
            throw new UsageError(terms.results()
                    + " holds the results of another duel (other configurations or another seed): name another file with"
                    + " --results.");
        }
        return found.subList(1, found.size()).stream().map(Pair::of).toList();
    }

    private Pair run(DuelTask task, String title) throws IOException, InterruptedException {
        Random random = new Random(terms.seed() * 31 + task.id().hashCode());
        boolean firstBegins = random.nextBoolean();
        boolean firstOnTop = random.nextBoolean();
        Trial.Result before = run(task, title + ", run 1 of 2", firstBegins ? first : second);
        Trial.Result after = run(task, title + ", run 2 of 2", firstBegins ? second : first);
        Trial.Result one = firstBegins ? before : after;
        Trial.Result two = firstBegins ? after : before;
        if (task.check() != null) {
            return Pair.checked(task, one.ran(), two.ran());
        }
        return Pair.voted(task, one.ran(), two.ran(), vote(task, one.diff(), two.diff(), firstOnTop));
    }

    private Winner vote(DuelTask task, String first, String second, boolean firstOnTop) throws IOException {
        Winner winner = switch (firstOnTop ? voter.vote(task, first, second) : voter.vote(task, second, first)) {
            case ONE -> Winner.FIRST;
            case TWO -> Winner.SECOND;
            case TIE -> Winner.TIE;
        };
        return firstOnTop ? winner : winner.swapped();
    }

    /** Which side it is stays unsaid, as a person may have to vote. */
    private Trial.Result run(DuelTask task, String title, Contestant side) throws IOException, InterruptedException {
        Trial.Result result = new Trial(task, side, terms.cancellation()).run(terms.keep());
        Ran ran = result.ran();
        String solved = ran.solved() == null ? "" : ran.isSolved() ? "solved, " : "not solved, ";
        progress.accept(title + ": " + solved + ran.outcome() + ", " + ran.steps() + " steps, " + ran.millis() / 1_000
                + " s" + (result.kept() == null ? "" : ", kept in " + result.kept()));
        return result;
    }
}
