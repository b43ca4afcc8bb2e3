package dev.mimo.examples.recall;

import dev.mimo.model.TokenEstimator;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What tools print around the little that matters: logs, code, traces, tests, in English and in Chinese. */
final class Noise {

    private static final TokenEstimator TOKENS = TokenEstimator.byScript();

    private final Random random;
    private final Vocabulary words;

    Noise(Random random) {
        this.random = random;
        words = new Vocabulary(random);
    }

    /** About so many tokens of lines. */
    List<String> lines(long tokens) {
        List<String> lines = new ArrayList<>();
        long left = tokens;
        while (left > 0) {
            for (String line : passage()) {
                lines.add(line);
                left -= TOKENS.estimate(line) + 1;
            }
        }
        return lines;
    }

    private List<String> passage() {
        return switch (random.nextInt(8)) {
            case 0 -> trace();
            case 1 -> code();
            case 2 -> tests();
            case 3 -> chinese();
            case 4 -> json();
            case 5 -> diff();
            default -> log();
        };
    }

    private List<String> log() {
        List<String> lines = new ArrayList<>();
        for (int i = 2 + random.nextInt(6); i > 0; i--) {
            lines.add(clock() + " " + words.any(List.of("INFO ", "DEBUG", "WARN ", "ERROR")) + " [" + words.name() + "-"
                    + random.nextInt(16) + "] "
                    + words.any(List.of(
                            "request finished in " + n(900) + " ms, " + n(64_000) + " bytes",
                            "took " + n(400) + " rows for " + words.name() + ", " + n(9_999) + " left",
                            "cannot reach " + words.name() + ": attempt " + n(5) + " of 5, waiting",
                            "swept " + n(700) + " stale entries from " + words.name(),
                            "pool of " + words.name() + ": " + n(40) + " busy, " + n(40) + " idle",
                            words.fact(false) + " checked for " + words.name() + ", nothing to do")));
        }
        return lines;
    }

    private List<String> trace() {
        List<String> lines = new ArrayList<>();
        lines.add("java.util.concurrent.TimeoutException: no answer from " + words.name() + " within " + n(60) + " s");
        for (int i = 3 + random.nextInt(9); i > 0; i--) {
            lines.add("\tat com.acme." + part() + "." + type() + "." + part() + "(" + type() + ".java:" + n(800) + ")");
        }
        lines.add("Caused by: java.io.IOException: connection reset (" + words.name() + ":" + words.number() + ")");
        return lines;
    }

    private List<String> code() {
        List<String> lines = new ArrayList<>();
        lines.add("    private static int " + part() + "(int " + part() + ", List<String> " + part() + ") {");
        for (int i = 2 + random.nextInt(7); i > 0; i--) {
            lines.add(words.any(List.of(
                    "        if (" + part() + " > " + n(512) + ") { return " + part() + "; }",
                    "        var " + part() + " = " + part() + ".stream().filter(x -> x.size() > " + n(9)
                            + ").toList();",
                    "        log.debug(\"{} of {}\", " + part() + ", " + part() + ");",
                    "        // " + words.name() + " may be null here, see " + type() + "#" + part())));
        }
        lines.add("    }");
        return lines;
    }

    private List<String> tests() {
        List<String> lines = new ArrayList<>();
        for (int i = 2 + random.nextInt(5); i > 0; i--) {
            lines.add("[INFO] Tests run: " + n(60) + ", Failures: " + random.nextInt(2) + ", Errors: 0, Skipped: "
                    + random.nextInt(3) + ", Time elapsed: 0." + words.number() + " s -- in com.acme." + type()
                    + "Test");
        }
        return lines;
    }

    private List<String> chinese() {
        List<String> lines = new ArrayList<>();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            lines.add(clock() + " [" + words.name() + "] "
                    + words.any(List.of(
                            "连接超时，正在进行第" + n(5) + "次重试，剩余任务" + n(300) + "个",
                            "数据库写入完成，共" + n(9_000) + "行，耗时" + n(800) + "毫秒",
                            "检查" + words.fact(true) + "：无异常，等待下一个周期",
                            "缓存已清理，释放" + n(512) + "兆字节内存")));
        }
        return lines;
    }

    private List<String> json() {
        return List.of("{\"service\":\"" + words.name() + "\",\"shard\":" + n(64) + ",\"lag\":" + n(5_000)
                + ",\"peers\":[\"" + words.name() + "\",\"" + words.name() + "\"],\"state\":\"steady\",\"took\":"
                + n(90)
                + "}");
    }

    private List<String> diff() {
        String file = "src/main/java/com/acme/" + part() + "/" + type() + ".java";
        return List.of(
                "--- a/" + file,
                "+++ b/" + file,
                "@@ -" + n(300) + "," + n(9) + " +" + n(300) + "," + n(9) + " @@",
                "-        return " + part() + "(" + part() + ");",
                "+        return " + part() + "(" + part() + ", " + n(99) + ");");
    }

    /** What speaks of a fact without telling it. */
    String mention(Statement.Subject subject) {
        return clock() + " WARN  [" + subject.name() + "] " + subject.trait() + " reached, " + n(90) + " requests wait";
    }

    private String clock() {
        return String.format("%02d:%02d:%02d.%03d", random.nextInt(24), n(59), n(59), n(999));
    }

    private String part() {
        return words.name().split("-", -1)[1];
    }

    private String type() {
        String[] parts = words.name().split("-", -1);
        return capital(parts[0]) + capital(parts[1]);
    }

    private static String capital(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    private int n(int most) {
        return 1 + random.nextInt(most);
    }
}
