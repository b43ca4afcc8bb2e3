package dev.mimo.examples.cli;

import dev.mimo.examples.recall.RecallBench;
import dev.mimo.examples.recall.RecallBench.Writer;
import dev.mimo.examples.recall.RecallReport;
import dev.mimo.model.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code mimo bench recall}: how much an agent still knows after thousands of steps. */
@Command(
        name = "recall",
        description = {
            "Tells an agent facts, decisions, rules and their changes over many steps and sessions, among a lot of noise,"
                    + " and asks for them later. The model is a scripted reader that knows nothing but its prompt, so what is"
                    + " measured is the memory. No key is needed; the same options give the same world.",
            "",
            "Each pair of figures is the share answered right, and of that what needed one search of the history."
        })
final class RecallCommand implements Callable<Integer> {

    private static final int EVERY = 250;

    @SuppressWarnings("NullAway.Init") // picocli gives it
    @Spec
    private CommandSpec spec;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "What happens (default: 1).")
    private long seed;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "2000",
            description = "Steps of work in all (default: 2000).")
    private int steps;

    @Option(
            names = "--step-tokens",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Tokens of a step on average (default: 1000).")
    private int stepTokens;

    @Option(
            names = "--sessions",
            paramLabel = "N",
            defaultValue = "4",
            description = "Sessions among which they are divided (default: 4).")
    private int sessions;

    @Option(
            names = "--window",
            paramLabel = "TOKENS",
            defaultValue = "128K",
            converter = TokensConverter.class,
            description = "Window of the model, such as 32K or 1M (default: 128K).")
    private int window;

    @Option(
            names = "--writer",
            paramLabel = "WHO",
            defaultValue = "both",
            description = "Who writes checkpoints: digest (no model), scripted, or both (default: both).")
    private Who writer = Who.BOTH;

    @Option(
            names = "--quality",
            paramLabel = "SHARE",
            defaultValue = "0.9",
            description =
                    "The share of what matters that the scripted writer, and the summary that is compared with it,"
                            + " notice (default: 0.9).")
    private double quality;

    @Option(names = "--misses", description = "List what was not answered right.")
    private boolean misses;

    @Option(names = "--json", description = "As one JSON object on one line.")
    private boolean json;

    @SuppressWarnings("ImmutableEnumChecker") // List.of never changes.
    enum Who {
        DIGEST(List.of(Writer.DIGEST)),
        SCRIPTED(List.of(Writer.SCRIPTED)),
        BOTH(List.of(Writer.DIGEST, Writer.SCRIPTED));

        private final List<Writer> writers;

        Who(List<Writer> writers) {
            this.writers = writers;
        }
    }

    @Override
    public Integer call() throws IOException {
        var settings = new RecallBench.Settings(seed, steps, stepTokens, sessions, window, quality, writer.writers);
        PrintWriter err = spec.commandLine().getErr();
        RecallReport report = new RecallBench(settings).run((name, done, all, rebuilds) -> {
            if (!json && (done % EVERY == 0 || done == all)) {
                err.printf(Locale.ROOT, "%-16s %,6d of %,d steps, %d rebuilds%n", name, done, all, rebuilds);
            }
        });
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.write(report.toJson()));
        } else {
            report.toLines().forEach(out::println);
        }
        if (misses) {
            report.misses().forEach(json ? err::println : out::println);
        }
        out.flush();
        return ExitCode.DONE;
    }

    /** {@code 128K}, {@code 1M}, or a number. */
    static final class TokensConverter implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            try {
                String number = text.toUpperCase(Locale.ROOT);
                int unit = number.endsWith("K") ? 1_000 : number.endsWith("M") ? 1_000_000 : 1;
                return Math.multiplyExact(
                        unit, Integer.parseInt(unit == 1 ? number : number.substring(0, number.length() - 1)));
            } catch (NumberFormatException | ArithmeticException e) {
                throw new TypeConversionException("a number of tokens is like 32K, 1M or 50000, not \"" + text + "\"");
            }
        }
    }
}
