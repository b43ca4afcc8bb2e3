package dev.mimo.memory.checkpoint;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a checkpoint is written: at these sizes of the context, each once until the context is rebuilt. Immutable.
 *
 * <p>The marks of the {@linkplain #DEFAULT default} are those of MiMo Code.
 */
public final class CheckpointPolicy {

    private static final Pattern MARK = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,3})?)([%kKmM]?)");
    private static final double MIN_NEW = 0.02;

    /** At 20, 45 and 70 % of the context budget, when at least 2 % of it came in since the last one. */
    public static final CheckpointPolicy DEFAULT = of("20%", "45%", "70%");

    private final List<Mark> marks;
    private final double minNew;

    /** A mark is a share of the budget, or a number of tokens. */
    private record Mark(double share, long tokens) {
        long at(long budget) {
            return share > 0 ? Math.round(share * budget) : tokens;
        }
    }

    private CheckpointPolicy(List<Mark> marks, double minNew) {
        this.marks = List.copyOf(marks);
        this.minNew = minNew;
    }

    /**
     * Marks such as {@code 20%}, {@code 100K}, {@code 1.5M} or {@code 50000}; K is a thousand tokens.
     *
     * @throws IllegalArgumentException when one is nothing of that form, zero, or more than 90 %
     */
    public static CheckpointPolicy of(String... marks) {
        List<Mark> parsed = new ArrayList<>();
        for (String mark : marks) {
            parsed.add(parse(mark.strip()));
        }
        return new CheckpointPolicy(parsed, MIN_NEW);
    }

    /** No checkpoint but those that a rebuild needs. */
    public static CheckpointPolicy never() {
        return new CheckpointPolicy(List.of(), MIN_NEW);
    }

    /** How much must have come in since the last checkpoint, as a share of the budget; 0 to 1. */
    public CheckpointPolicy minNew(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("minNew is a share from 0 to 1: " + share);
        }
        return new CheckpointPolicy(marks, share);
    }

    /** The marks in tokens for that budget, ascending, each once; what lies above 90 % of it is left out. */
    public List<Long> marks(long budget) {
        return marks.stream()
                .map(mark -> mark.at(budget))
                .filter(tokens -> tokens > 0 && tokens <= budget / 10 * 9)
                .distinct()
                .sorted()
                .toList();
    }

    /** How many tokens must have come in since the last checkpoint for that budget. */
    public long minNewTokens(long budget) {
        return Math.round(minNew * budget);
    }

    private static Mark parse(String text) {
        Matcher match = MARK.matcher(text);
        if (!match.matches()) {
            throw new IllegalArgumentException("a mark is 20%, 100K, 1.5M or a number of tokens, not \"" + text + "\"");
        }
        BigDecimal number = new BigDecimal(match.group(1));
        String unit = match.group(2).toLowerCase(Locale.ROOT);
        if (number.signum() == 0 || (unit.equals("%") && number.compareTo(BigDecimal.valueOf(90)) > 0)) {
            throw new IllegalArgumentException("a mark lies above 0 and at most at 90 %: \"" + text + "\"");
        }
        return switch (unit) {
            case "%" -> new Mark(number.doubleValue() / 100, 0);
            case "k" -> new Mark(0, number.movePointRight(3).longValue());
            case "m" -> new Mark(0, number.movePointRight(6).longValue());
            default -> new Mark(0, number.longValue());
        };
    }
}
