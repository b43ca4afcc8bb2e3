package dev.mimo.examples.recall;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Runs every way to remember through the same world. For one thread. */
public final class RecallBench {

    private final Settings settings;

    /**
     * What to run.
     *
     * @param seed decides all that happens
     * @param steps of work in all
     * @param tokens of a step on average, about
     * @param sessions among which the steps are divided
     * @param window of the model, in tokens
     * @param quality with which a scripted writer notices what it should keep; 0 to 1
     * @param writers for checkpoints
     */
    public record Settings(
            long seed, int steps, int tokens, int sessions, int window, double quality, List<Writer> writers) {
        public Settings {
            writers = List.copyOf(writers);
            if (window < 16_000) {
                throw new IllegalArgumentException("a window has at least 16,000 tokens: " + window);
            }
            if (!(quality >= 0 && quality <= 1)) {
                throw new IllegalArgumentException("a quality is from 0 to 1: " + quality);
            }
        }
    }

    /** Who writes checkpoints. */
    public enum Writer {
        /** Nobody: the writer fails, and the runtime's own digest stands alone. */
        DIGEST,
        /** A writer that notices things with a stated probability. */
        SCRIPTED
    }

    /** Hears how far it is. */
    @FunctionalInterface
    public interface Progress {

        /**
         * Called for every step.
         *
         * @param name what is at work
         * @param steps made of {@code all}
         * @param rebuilds of the context so far
         */
        void at(String name, int steps, int all, int rebuilds);
    }

    public RecallBench(Settings settings) {
        this.settings = settings;
    }

    /** Runs all of them, one after the other. */
    public RecallReport run(Progress progress) throws IOException {
        World world =
                new World(new World.Size(settings.seed(), settings.steps(), settings.sessions(), settings.tokens()));
        List<Recalled> ours = new ArrayList<>();
        for (Writer writer : settings.writers()) {
            WorldClock clock = new WorldClock();
            ours.add(run(world, clock, mimo(writer, clock), progress));
        }
        List<Recalled> baselines = new ArrayList<>();
        for (Remembering baseline : baselines()) {
            baselines.add(run(world, new WorldClock(), baseline, progress));
        }
        return new RecallReport(settings, world, ours, baselines);
    }

    private Recalled run(World world, WorldClock clock, Remembering memory, Progress progress) {
        try (memory) {
            RecallRun run = new RecallRun(
                    world,
                    clock,
                    memory,
                    (name, steps, rebuilds) -> progress.at(name, steps, settings.steps(), rebuilds));
            return run.run(settings.window());
        }
    }

    private Remembering mimo(Writer writer, WorldClock clock) throws IOException {
        return switch (writer) {
            case DIGEST -> MimoRemembering.byDigest(clock);
            case SCRIPTED -> MimoRemembering.byWriter(clock, attention());
        };
    }

    private List<Remembering> baselines() {
        long budget = ReaderModel.budget(settings.window());
        return List.of(
                Baselines.wholeHistory(),
                Baselines.slidingWindow(budget),
                Baselines.oneShotSummary(budget, attention()));
    }

    private Attention attention() {
        return new Attention(settings.seed(), settings.quality());
    }
}
