package dev.mimo.examples.swe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.agent.Outcome;
import dev.mimo.environment.Cancellation;
import dev.mimo.environment.CancelledException;
import dev.mimo.environment.MimoException;
import dev.mimo.examples.duel.Baseline;
import dev.mimo.examples.duel.Contestant;
import dev.mimo.examples.duel.Git;
import dev.mimo.examples.duel.LineFile;
import dev.mimo.examples.duel.Ran;
import dev.mimo.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.commons.io.FileUtils;
import org.jspecify.annotations.Nullable;

/**
 * Works on instances one after the other, and writes a prediction for each as soon as it is made. What each run took is written
 * beside it. For one thread.
 */
public final class SweBench {

    private final Contestant side;
    private final Terms terms;
    private final Consumer<String> progress;
    private final Git git;

    /**
     * How it is held.
     *
     * @param name of the model, as it stands in the predictions
     * @param predictions the file for the public harness; instances that stand in it are not run again
     * @param mirrors a folder with local repositories; null asks GitHub for all
     * @param hints whether the agent sees what was said about an issue
     * @param check a command that is run on a fresh copy with the patch and the hidden tests, and ends with 0 where the issue is
     *     resolved; null leaves that to the public harness
     * @param cancellation ends it; predictions that were made stay
     */
    public record Terms(
            String name,
            Path predictions,
            @Nullable Path mirrors,
            boolean hints,
            @Nullable String check,
            Cancellation cancellation) {

        /** Where it is kept what the runs took. */
        Path runs() {
            Path file = predictions.getFileName();
            return predictions.resolveSibling((file == null ? "" : file) + ".runs");
        }
    }

    /**
     * What came of all instances that were asked for.
     *
     * @param before were in the file already
     * @param patched now have a patch
     * @param resolved of these, as the check says
     * @param failed could not be run to an end, or judged
     */
    public record Tally(int before, int patched, int resolved, int failed) {}

    /** {@code progress} is told a line for each instance. */
    public SweBench(Contestant side, Terms terms, Consumer<String> progress) {
        this.side = side;
        this.terms = terms;
        this.progress = progress;
        this.git = new Git(terms.cancellation());
    }

    /** Runs those that have no prediction yet. */
    public Tally run(List<Instance> instances) throws IOException, InterruptedException {
        side.require();
        try (LineFile predictions = LineFile.open(terms.predictions());
                LineFile runs = LineFile.open(terms.runs())) {
            Set<String> done = new HashSet<>();
            predictions
                    .found()
                    .forEach(line -> done.add(line.path("instance_id").asText()));
            int before = 0;
            int patched = 0;
            int resolved = 0;
            int failed = 0;
            for (Instance instance : instances) {
                if (done.contains(instance.id())) {
                    before++;
                    continue;
                }
                Result result = attempt(instance);
                runs.append(result.toJson(instance));
                predictions.append(prediction(instance, result.patch));
                progress.accept(instance.id() + ": " + result.words());
                patched += result.patch.isEmpty() ? 0 : 1;
                resolved += Boolean.TRUE.equals(result.resolved()) ? 1 : 0;
                failed += result.error == null ? 0 : 1;
            }
            return new Tally(before, patched, resolved, failed);
        }
    }

    /**
     * What came of one.
     *
     * @param ran null when it did not come to that
     * @param error why it could not be run to an end, or judged; null when it could
     */
    private record Result(
            String patch, @Nullable Ran ran, @Nullable String error) {

        @Nullable
        Boolean resolved() {
            return ran == null ? null : ran.solved();
        }

        ObjectNode toJson(Instance instance) {
            ObjectNode json = ran == null ? Json.object() : ran.toJson();
            return json.put("instance_id", instance.id())
                    .put("patch_chars", patch.length())
                    .put("error", error);
        }

        String words() {
            String how = ran == null ? "" : ran.outcome() + ", " + ran.steps() + " steps, ";
            String what =
                    patch.isEmpty() ? "no patch" : "a patch of " + patch.lines().count() + " lines";
            String judged = resolved() == null ? "" : Boolean.TRUE.equals(resolved()) ? ", resolved" : ", not resolved";
            return how + what + judged + (error == null ? "" : ", failed: " + error);
        }
    }

    private ObjectNode prediction(Instance instance, String patch) {
        return Json.object()
                .put("instance_id", instance.id())
                .put("model_name_or_path", terms.name())
                .put("model_patch", patch);
    }

    /** One that cannot be had does not stop the others. */
    private Result attempt(Instance instance) throws IOException, InterruptedException {
        Path root = Files.createTempDirectory("mimo-swe-").toRealPath();
        try {
            return work(instance, root);
        } catch (CancelledException e) {
            throw e;
        } catch (MimoException | IOException e) {
            return new Result("", null, String.valueOf(e.getMessage()));
        } finally {
            FileUtils.deleteDirectory(root.toFile());
        }
    }

    private Result work(Instance instance, Path root) throws IOException, InterruptedException {
        Path workspace = root.resolve("repository");
        instance.repository(terms.mirrors()).copyTo(workspace, git);
        Baseline baseline = Baseline.ofCheckout(git, workspace, root.resolve("base.git"));
        long started = System.nanoTime();
        Outcome outcome =
                side.work(instance.prompt(terms.hints()), new Contestant.Place(workspace, root.resolve("home")), null);
        Duration time = Duration.ofNanos(System.nanoTime() - started);
        if (outcome instanceof Outcome.Cancelled) {
            throw new CancelledException("interrupted");
        }
        String patch = baseline.diff();
        String broken = outcome instanceof Outcome.Failed ? outcome.text() : null;
        String check = terms.check();
        if (check == null) {
            return new Result(patch, Ran.of(outcome, null, time), broken);
        }
        try {
            boolean resolved = new PatchCheck(check, git, terms).passes(instance, patch, root.resolve("judged"));
            return new Result(patch, Ran.of(outcome, resolved, time), broken);
        } catch (PatchCheck.Refused e) {
            return new Result(patch, Ran.of(outcome, false, time), String.valueOf(e.getMessage()));
        }
    }
}
