package dev.mimo.examples.recall;

import dev.mimo.examples.recall.Planted.Teller;
import dev.mimo.examples.recall.Planted.Telling;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What happens to the agent: turns of work in several sessions of one project, in which it is told things among a lot of
 * noise, and questions about them. All of it follows from the seed. Immutable; safe for use by several threads.
 */
final class World {

    private static final Pattern NUMBER = Pattern.compile("\\[([0-9]{1,9})]");
    private static final int SHORTEST_TURN = 4;
    private static final int LONGEST_TURN = 20;
    private static final List<String> SMALL_TALK = List.of(
            "The last part looks good to me.",
            "I had a look at the branch this morning; nothing to add.",
            "Keep the changes small, the review takes long enough as it is.",
            "The customer has asked about this twice now.",
            "昨天的部署没有问题，请继续。",
            "If a test is flaky, say so and go on.");

    private final Size size;
    private final int[] turnOfStep;
    private final List<Act> acts = new ArrayList<>();
    private final List<Planted> planted;
    private final Map<Integer, List<String>> toldInStep = new HashMap<>();
    private final Map<Integer, List<String>> saidInTurn = new HashMap<>();

    /**
     * How large a world is.
     *
     * @param steps calls of the work tool, at least 40
     * @param sessions among which they are divided, at least 1
     * @param tokens of a step on average, about
     */
    record Size(long seed, int steps, int sessions, int tokens) {
        Size {
            if (steps < 40 || sessions < 1 || sessions > steps / 40 || tokens < 100) {
                throw new IllegalArgumentException("a world has at least 40 steps a session, at least one session, and"
                        + " at least 100 tokens a step: " + steps + " steps, " + sessions + " sessions, " + tokens
                        + " tokens");
            }
        }
    }

    /** What the user says next. */
    sealed interface Act {
        int session();

        /** Some steps of work. */
        record Work(int session, int firstStep, String text) implements Act {}

        /** A question about something told before. */
        record Ask(int session, Planted planted) implements Act {}
    }

    private record Turn(int session, int first, int steps) {}

    World(Size size) {
        this.size = size;
        turnOfStep = new int[size.steps()];
        List<Turn> turns = turns();
        planted = new Planter(random(2, 0), size.steps(), turns.size(), step -> turnOfStep[step]).plant();
        planted.forEach(this::tell);
        for (int i = 0; i < turns.size(); i++) {
            ask(i, turns.get(i).session());
            acts.add(work(turns.get(i), i));
        }
        ask(turns.size(), turns.get(turns.size() - 1).session());
    }

    private List<Turn> turns() {
        Random random = random(1, 0);
        List<Turn> turns = new ArrayList<>();
        for (int session = 0; session < size.sessions(); session++) {
            int end = (int) ((long) size.steps() * (session + 1) / size.sessions());
            int first = (int) ((long) size.steps() * session / size.sessions());
            while (first < end) {
                int steps = Math.min(end - first, SHORTEST_TURN + random.nextInt(LONGEST_TURN - SHORTEST_TURN + 1));
                for (int i = 0; i < steps; i++) {
                    turnOfStep[first + i] = turns.size();
                }
                turns.add(new Turn(session, first, steps));
                first += steps;
            }
        }
        return turns;
    }

    private void tell(Planted item) {
        Random random = random(3, (item.subject().trait() + item.subject().name()).hashCode());
        for (Telling telling : item.tellings()) {
            String sentence = item.form().say(telling.statement());
            if (telling.by() == Teller.USER) {
                add(saidInTurn, turnOfStep[telling.step()], (item.form() == Form.DECIDED ? "We " : "") + sentence);
            } else {
                boolean tool = telling.by() == Teller.TOOL;
                add(toldInStep, telling.step(), tool ? sentence : Conclusion.measurements(telling.statement(), random));
            }
        }
        if (item.kind() == Kind.FACT && random.nextInt(4) == 0) {
            add(toldInStep, random.nextInt(size.steps()), new Noise(random).mention(item.subject()));
        }
    }

    private static void add(Map<Integer, List<String>> lines, int at, String line) {
        lines.computeIfAbsent(at, any -> new ArrayList<>()).add(line);
    }

    private void ask(int turn, int session) {
        for (Planted item : planted) {
            if (item.asked() == turn) {
                acts.add(new Act.Ask(session, item));
            }
        }
    }

    private Act.Work work(Turn turn, int index) {
        Random random = random(4, index);
        List<String> sentences = new ArrayList<>(saidInTurn.getOrDefault(index, List.of()));
        for (int i = random.nextInt(3); i >= 0; i--) {
            sentences.add(random.nextInt(sentences.size() + 1), new Vocabulary(random).any(SMALL_TALK));
        }
        sentences.add("Go on with " + task(turn.first()) + ".");
        return new Act.Work(turn.session(), turn.first(), String.join(" ", sentences));
    }

    /** What is done in a step; it names the step. */
    private String task(int step) {
        Random random = random(5, step);
        Vocabulary words = new Vocabulary(random);
        String work = words.any(List.of("the tests of ", "the clean-up of ", "the error path of ", "the review of "));
        return work + words.name() + " [" + step + "]";
    }

    Size size() {
        return size;
    }

    /** All that the user says, in order. */
    List<Act> acts() {
        return List.copyOf(acts);
    }

    List<Planted> planted() {
        return List.copyOf(planted);
    }

    /** What the work tool prints for a task; the last line tells the next one, or that there is none. */
    String work(String task) {
        Matcher number = NUMBER.matcher(task);
        int step = number.find() ? Integer.parseInt(number.group(1)) : -1;
        if (step < 0 || step >= size.steps()) {
            throw new IllegalArgumentException("the task names no step of this world: " + task);
        }
        Random random = random(6, step);
        List<String> lines = new Noise(random).lines(tokens(random));
        for (String told : toldInStep.getOrDefault(step, List.of())) {
            lines.add(random.nextInt(lines.size() + 1), told);
        }
        boolean more = step + 1 < size.steps() && turnOfStep[step + 1] == turnOfStep[step];
        lines.add(more ? ReaderModel.NEXT + task(step + 1) : ReaderModel.NOTHING_LEFT);
        return String.join("\n", lines);
    }

    /** Most results are short, some are long; the mean is what was asked for. */
    private long tokens(Random random) {
        int dice = random.nextInt(100);
        double factor = dice < 80 ? 0.3 + 0.8 * random.nextDouble() : dice < 98 ? 1 + 2 * random.nextDouble() : 4;
        return Math.round(size.tokens() * factor);
    }

    private Random random(int what, long which) {
        long mixed = (size.seed() * 31 + what) * 0x9E3779B97F4A7C15L + which * 0xBF58476D1CE4E5B9L;
        return new Random(mixed ^ (mixed >>> 31));
    }
}
