package dev.mimo.examples.duel;

import dev.mimo.environment.Cancellation;
import dev.mimo.examples.coder.Surroundings;
import dev.mimo.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.commons.io.FileUtils;

/**
 * Memory on against off, in worlds of chosen lengths, with a scripted model: no key is needed. Everything else is what any duel
 * runs: configurations, copies, the coding agent, checks. For one thread.
 */
public final class ScriptedDuel {

    private final Size size;
    private final String off;

    /**
     * What is run.
     *
     * @param seed of the first world
     * @param worlds of each length
     * @param steps lengths
     * @param window of the model, in tokens
     */
    public record Size(long seed, int worlds, List<Integer> steps, int window) {
        public Size {
            steps = List.copyOf(steps);
            if (worlds < 1 || window < 24_000) {
                throw new IllegalArgumentException(
                        "there is at least one world of each length, and a window has at least 24,000" + " tokens: "
                                + worlds + ", " + window);
            }
        }
    }

    /** {@code off}: {@code off} or {@code sliding}, what the side without memory does. */
    public ScriptedDuel(Size size, String off) {
        this.size = size;
        this.off = off;
    }

    /** Runs all of it. Only what cancels it is taken from around. */
    public DuelReport run(Surroundings around, Consumer<String> progress) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("mimo-duel-").toRealPath();
        try (InboxStage stage = new InboxStage(size.window())) {
            Cancellation cancellation = around.interrupt();
            Surroundings own = new Surroundings(
                    around.in(), around.terminal(), around.err(), folder.resolve("home"), stage.models(), cancellation);
            Duel duel = new Duel(
                    side("memory on", "{\"writer\": \"digest\"}", own, stage),
                    side("memory " + off, "\"" + off + "\"", own, stage),
                    new Duel.Terms(size.seed(), folder.resolve("results.jsonl"), false, cancellation),
                    new NoVoter(),
                    progress);
            return duel.run(tasks(folder));
        } finally {
            FileUtils.deleteDirectory(folder.toFile());
        }
    }

    private static Contestant side(String name, String memory, Surroundings around, Stage stage) {
        String text = "{\"model\": \"scripted:trail\", \"mode\": \"bypass\", \"memory\": " + memory + "}";
        return new Contestant(Configuration.of(name, new Fields(name, Json.readObject(text))), around, stage);
    }

    private List<DuelTask> tasks(Path folder) throws IOException {
        List<DuelTask> tasks = new ArrayList<>();
        for (int steps : size.steps()) {
            for (int i = 0; i < size.worlds(); i++) {
                long seed = size.seed() + i;
                tasks.add(new ScriptedWorld(seed, steps).write(folder.resolve("world-" + steps + "-" + seed)));
            }
        }
        return tasks;
    }

    /** Scripted worlds have checks. */
    private static final class NoVoter implements Voter {
        @Override
        public void require() {
            throw new IllegalStateException("a scripted world without a check");
        }

        @Override
        public Vote vote(DuelTask task, String one, String two) {
            throw new IllegalStateException("a scripted world without a check");
        }
    }
}
