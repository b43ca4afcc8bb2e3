package dev.mimo.examples.recall;

import dev.mimo.examples.recall.Planted.Teller;
import dev.mimo.examples.recall.Planted.Telling;
import dev.mimo.examples.recall.Statement.Subject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/** Decides what is told, by whom, when, and when it is asked for. */
final class Planter {

    /** Nothing new is told after this share of the steps, so that all that is asked for has grown old a little. */
    private static final double TELLING_ENDS = 0.97;

    /** The share of what is planted that is asked for at the very end. */
    private static final double EXAM = 0.25;

    private final Random random;
    private final Vocabulary words;
    private final int steps;
    private final int turns;
    private final IntUnaryOperator turnOf;
    private final Set<Subject> taken = new HashSet<>();
    private final List<Planted> planted = new ArrayList<>();

    /**
     * For a world of that many steps and turns.
     *
     * @param turnOf the turn in which a step is made
     */
    Planter(Random random, int steps, int turns, IntUnaryOperator turnOf) {
        this.random = random;
        this.words = new Vocabulary(random);
        this.steps = steps;
        this.turns = turns;
        this.turnOf = turnOf;
    }

    List<Planted> plant() {
        repeat(40, () -> once(Kind.RULE));
        repeat(25, () -> once(Kind.DECISION));
        repeat(6, () -> once(Kind.FACT));
        repeat(150, () -> changing(Kind.RULE));
        repeat(100, () -> changing(Kind.DECISION));
        repeat(50, () -> changing(Kind.FACT));
        return planted;
    }

    /** Once for so many steps, at least twice. */
    private void repeat(int every, Runnable action) {
        for (int i = Math.max(2, steps / every); i > 0; i--) {
            action.run();
        }
    }

    private void once(Kind kind) {
        Form form = form(kind);
        Subject subject = subject(form);
        Telling telling = telling(new Statement(subject, value(form, subject), null), form, step(0, TELLING_ENDS));
        plant(kind, form, List.of(telling), true);
        if (kind == Kind.FACT && random.nextInt(3) == 0) {
            decoy(form, telling.statement());
        }
    }

    /** A thing of nearly the same name with another value; nobody asks for it. */
    private void decoy(Form form, Statement near) {
        Subject subject = new Subject(
                near.subject().of(),
                near.subject().trait(),
                words.nearly(near.subject().name()));
        if (taken.add(subject)) {
            Statement statement = new Statement(subject, words.value(subject.trait()), null);
            plant(Kind.FACT, form, List.of(telling(statement, form, step(0, TELLING_ENDS))), false);
        }
    }

    private void changing(Kind kind) {
        Form form = form(kind);
        Subject subject = subject(form);
        List<Telling> tellings = new ArrayList<>();
        tellings.add(telling(new Statement(subject, value(form, subject), null), form, step(0, 0.8)));
        for (int i = random.nextInt(3) == 0 ? 2 : 1; i > 0; i--) {
            Telling before = tellings.get(tellings.size() - 1);
            int from = firstOfNextTurn(before.step());
            if (from < steps * TELLING_ENDS) {
                tellings.add(change(before, form, step((double) from / steps, TELLING_ENDS)));
            }
        }
        plant(tellings.size() > 1 ? Kind.CONTRADICTION : kind, form, tellings, true);
    }

    private Telling change(Telling before, Form form, int step) {
        Statement old = before.statement();
        String value = old.value();
        while (value.equals(old.value())) {
            value = value(form, old.subject());
        }
        Teller by = form.kind() == Kind.FACT && random.nextInt(5) < 3 ? Teller.TOOL : Teller.USER;
        return new Telling(new Statement(old.subject(), value, old.value()), by, step);
    }

    private void plant(Kind kind, Form form, List<Telling> tellings, boolean asked) {
        int from = turnOf.applyAsInt(tellings.get(tellings.size() - 1).step()) + 1;
        int when = random.nextDouble() < EXAM ? turns : from + random.nextInt(turns - from + 1);
        planted.add(new Planted(kind, form, List.copyOf(tellings), asked ? when : Planted.NEVER));
    }

    private Telling telling(Statement statement, Form form, int step) {
        return new Telling(statement, teller(form), step);
    }

    private Teller teller(Form form) {
        int dice = random.nextInt(20);
        return switch (form) {
            case DECIDED -> dice < 10 ? Teller.USER : Teller.AGENT;
            case IS -> dice < 6 ? Teller.USER : dice < 14 ? Teller.AGENT : Teller.TOOL;
            case SETTING, IS_CHINESE -> Teller.TOOL;
            default -> Teller.USER;
        };
    }

    private Form form(Kind kind) {
        boolean chinese = random.nextInt(8) == 0;
        boolean first = random.nextBoolean();
        return switch (kind) {
            case RULE -> chinese ? Form.RUN_BEFORE_CHINESE : first ? Form.RUN_BEFORE : Form.WORD_FROM;
            case DECISION -> chinese ? Form.DECIDED_CHINESE : Form.DECIDED;
            default -> chinese ? Form.IS_CHINESE : first ? Form.IS : Form.SETTING;
        };
    }

    private Subject subject(Form form) {
        while (true) {
            Subject subject = switch (form) {
                case RUN_BEFORE, RUN_BEFORE_CHINESE -> new Subject(Kind.RULE, "run", "services/" + words.name());
                case WORD_FROM -> new Subject(Kind.RULE, "word", "services/" + words.name());
                case DECIDED, DECIDED_CHINESE ->
                    new Subject(Kind.DECISION, words.choice(form.isChinese()).trait(), words.name());
                default -> new Subject(Kind.FACT, words.fact(form.isChinese()), words.name());
            };
            if (taken.add(subject)) {
                return subject;
            }
        }
    }

    private String value(Form form, Subject subject) {
        return switch (form) {
            case RUN_BEFORE, RUN_BEFORE_CHINESE -> words.check();
            case WORD_FROM -> words.person();
            case DECIDED, DECIDED_CHINESE -> words.any(Vocabulary.valuesOf(subject.trait()));
            default -> words.value(subject.trait());
        };
    }

    private int step(double from, double to) {
        int first = (int) (steps * from);
        return first + random.nextInt(Math.max(1, (int) (steps * to) - first));
    }

    private int firstOfNextTurn(int step) {
        int next = step + 1;
        while (next < steps && turnOf.applyAsInt(next) == turnOf.applyAsInt(step)) {
            next++;
        }
        return next;
    }
}
