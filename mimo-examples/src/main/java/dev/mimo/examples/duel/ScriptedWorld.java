package dev.mimo.examples.duel;

import dev.mimo.examples.duel.DuelTask.Length;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A task of a chosen number of steps: an inbox of messages, of which some say what matters among a lot of noise. Only the last one
 * tells what has to be known. Each message is handed out once. All of it follows from the seed.
 */
final class ScriptedWorld {

    static final String ANSWERS = "answers.txt";
    static final String INBOX = "inbox";

    private static final int ASKED = 6;
    private static final int NOISE_WORDS = 130;
    private static final List<String> TRAITS = List.of("port", "owner", "region", "timeout", "branch", "quota");
    private static final List<String> NAMES = List.of(
            "Kestrel", "Harbour", "Willow", "Anchor", "Beacon", "Cobalt", "Drift", "Ember", "Fathom", "Garnet", "Heron",
            "Ivory");
    private static final List<String> WORDS = List.of(
            "review",
            "build",
            "the",
            "of",
            "service",
            "was",
            "slow",
            "again",
            "after",
            "release",
            "team",
            "will",
            "look",
            "into",
            "cache",
            "before",
            "Friday",
            "customer",
            "reported",
            "same",
            "trace",
            "queue",
            "is",
            "empty",
            "test",
            "passes",
            "locally",
            "but",
            "not",
            "nightly",
            "someone",
            "moved",
            "config",
            "without",
            "telling",
            "us",
            "logs",
            "are",
            "rotated",
            "hourly");

    private final long seed;
    private final int steps;

    /** {@code steps}: model calls, about; at least 20. */
    ScriptedWorld(long seed, int steps) {
        if (steps < 20) {
            throw new IllegalArgumentException("a world has at least 20 steps, not " + steps);
        }
        this.seed = seed;
        this.steps = steps;
    }

    /** What is asked for in the end, with the values. */
    private Map<String, String> facts(Random random) {
        Map<String, String> facts = new TreeMap<>();
        while (facts.size() < ASKED) {
            String name = any(NAMES, random) + "-" + (10 + random.nextInt(90));
            facts.putIfAbsent(any(TRAITS, random) + " of " + name, value(random));
        }
        return facts;
    }

    /** Writes the world into a folder that does not exist, and gives the task. */
    DuelTask write(Path folder) throws IOException {
        Random random = new Random(seed * 1_000_003 + steps);
        Map<String, String> facts = facts(random);
        // The last steps are for the question, the answer and the farewell.
        int messages = steps - 3;
        List<StringBuilder> texts = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            texts.add(new StringBuilder(noise(random)));
        }
        facts.forEach((what, value) -> texts.get(random.nextInt(messages))
                .append(" The ")
                .append(what)
                .append(" is ")
                .append(value)
                .append('.'));
        Path inbox = Files.createDirectories(folder.resolve(INBOX));
        for (int i = 0; i < messages; i++) {
            write(inbox, i, texts.get(i) + noise(random));
        }
        write(inbox, messages, TrailModel.QUESTION + String.join("; ", facts.keySet()) + ".");
        return new DuelTask(
                steps + "-steps-seed-" + seed,
                "Take all messages out of the inbox with the tool `inbox`, one after the other. The last one asks you something:"
                        + " write the answers into " + ANSWERS + ", one line for each.",
                new Repository(folder.toString(), null),
                null,
                check(facts),
                Length.of(steps),
                null);
    }

    private static void write(Path inbox, int number, String text) throws IOException {
        Files.writeString(inbox.resolve(String.format(Locale.ROOT, "%05d.txt", number)), text + "\n");
    }

    /** It stands nowhere in the copies, so no agent can read the answers there. */
    private static String check(Map<String, String> facts) {
        StringBuilder line = new StringBuilder("(");
        facts.forEach((what, value) ->
                line.append("echo '").append(TrailModel.answer(what, value)).append("'; "));
        return line + ") | cmp -s - " + ANSWERS;
    }

    private static String noise(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < NOISE_WORDS / 2; i++) {
            text.append(i == 0 ? "" : " ").append(any(WORDS, random));
        }
        return text.append('.').toString();
    }

    private static String value(Random random) {
        return any(NAMES, random).toLowerCase(Locale.ROOT) + (1_000 + random.nextInt(9_000));
    }

    private static <T> T any(List<T> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }
}
