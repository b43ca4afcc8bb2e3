package dev.mimo.examples.recall;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an agent makes of measurements: a tool prints numbers, and the agent says what follows from them. */
final class Conclusion {

    private static final Pattern BENCH =
            Pattern.compile("bench ([a-z]+ [a-z]+) of ([a-z0-9-]+): ((?:\\S+ [0-9]+ ms(?:, )?)+)");
    private static final Pattern PROBE =
            Pattern.compile("probe ([a-z]+ [a-z]+) of ([a-z0-9-]+): holds at (\\S+), breaks");

    private Conclusion() {}

    /** The measurements from which an agent concludes that. */
    static String measurements(Statement statement, Random random) {
        Statement.Subject subject = statement.subject();
        String of = subject.trait() + " of " + subject.name() + ": ";
        if (subject.of() == Kind.FACT) {
            return "probe " + of + "holds at " + statement.value() + ", breaks at the next";
        }
        int best = 5 + random.nextInt(20);
        List<String> times = new ArrayList<>();
        times.add(statement.value() + " " + best + " ms");
        for (String other : List.of("none", "custom")) {
            times.add(random.nextInt(times.size() + 1), other + " " + (best + 1 + random.nextInt(90)) + " ms");
        }
        return "bench " + of + String.join(", ", times);
    }

    /** What follows from the measurements in a text, in sentences. */
    static List<String> of(String text) {
        List<String> sentences = new ArrayList<>();
        Matcher bench = BENCH.matcher(text);
        while (bench.find()) {
            String best = fastest(bench.group(3));
            sentences.add("I " + Form.DECIDED.say(statement(Kind.DECISION, bench, best)) + " It was the fastest.");
        }
        Matcher probe = PROBE.matcher(text);
        while (probe.find()) {
            sentences.add(Form.IS.say(statement(Kind.FACT, probe, probe.group(3))) + " I tried it out.");
        }
        return sentences;
    }

    private static Statement statement(Kind kind, Matcher found, String value) {
        return new Statement(new Statement.Subject(kind, found.group(1), found.group(2)), value, null);
    }

    private static String fastest(String times) {
        String best = "";
        int least = Integer.MAX_VALUE;
        for (String time : times.split(", ", -1)) {
            String[] parts = time.split(" ", -1);
            if (Integer.parseInt(parts[1]) < least) {
                least = Integer.parseInt(parts[1]);
                best = parts[0];
            }
        }
        return best;
    }
}
