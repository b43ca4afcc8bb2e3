package dev.mimo.examples.month;

import dev.mimo.model.Json;
import dev.mimo.model.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What is done by hand again and again: the same calls with other arguments, and now and then one that is of no use. */
enum Procedure {
    RELEASE("Release version 1.%d.", 3, "release") {
        @Override
        List<String> calls(String task) {
            String version = "v1." + number(task);
            return List.of(
                    "bash git pull --ff-only",
                    "bash make check",
                    "bash git tag " + version,
                    "bash ./deploy.sh prod " + version);
        }
    },
    FAILING_TEST("Find out why Test%dTest fails.", 4, "failing-test") {
        @Override
        List<String> calls(String task) {
            String test = "Test" + number(task) + "Test";
            return List.of(
                    "bash ./mvnw test -Dtest=" + test,
                    "read target/surefire-reports/" + test + ".txt",
                    "bash ./scripts/trace.sh " + test,
                    "read src/test/java/" + test + ".java",
                    "bash git bisect run " + test);
        }
    },
    COLUMN("Add column c%d to table price.", 6, "add-column") {
        @Override
        List<String> calls(String task) {
            return List.of(
                    "read db/schema.sql",
                    "write db/migrations/V" + number(task) + ".sql",
                    "bash make migrate",
                    "bash make check");
        }
    };

    private static final int WEEK = 7;
    private static final Pattern NOT_DIGITS = Pattern.compile("\\D+");

    private final String words;
    private final int weekday;
    private final String asset;

    Procedure(String words, int weekday, String asset) {
        this.words = words;
        this.weekday = weekday;
        this.asset = asset;
    }

    /** What it is called once it has become an asset. */
    String asset() {
        return asset;
    }

    /** What it takes to do it by hand, a tool and its argument each. */
    abstract List<String> calls(String task);

    /** Whether the user asks for it that day. */
    boolean isWanted(int day) {
        return day % WEEK == weekday;
    }

    /** How the user asks for it. */
    String task(int day) {
        return words.formatted(day);
    }

    boolean isMeant(String task) {
        return task.matches(Pattern.quote(words).replace("%d", "\\E\\d+\\Q"));
    }

    /** All calls of doing it by hand, with what is of no use among them. */
    List<ToolCall> byHand(String task) {
        List<String> calls = new ArrayList<>(calls(task));
        int number = Integer.parseInt(number(task));
        if (number % 2 == 0) {
            calls.add(number % calls.size(), "bash git status --short");
        }
        List<ToolCall> all = new ArrayList<>();
        for (String call : calls) {
            String[] parts = call.split(" ", 2);
            String argument = parts[0].equals("bash") ? "command" : "path";
            all.add(ToolCall.of(
                    name() + number + "-" + all.size(), parts[0], Json.object().put(argument, parts[1])));
        }
        return all;
    }

    static String number(String task) {
        // The last number: a version has two.
        String[] numbers = NOT_DIGITS.matcher(task).replaceAll(" ").strip().split(" ", -1);
        return numbers[numbers.length - 1];
    }
}
