package dev.mimo.examples.demo;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the project's tests said.
 *
 * @param count how many there are; 0 when they did not run to their end
 * @param failures those that failed, by name, in order
 */
record TestRun(int count, Map<String, Failure> failures) {

    /** What runs them, in the project's folder. */
    static final String COMMAND = "./test.sh";

    private static final Pattern FAILURE =
            Pattern.compile("^FAIL  (.*): expected (.*) but was (.*)$", Pattern.MULTILINE);
    private static final Pattern SUM = Pattern.compile("^(\\d+) tests, (all passed|\\d+ failed)$", Pattern.MULTILINE);

    /** One that failed. */
    record Failure(String test, String expected, String actual) {}

    static TestRun of(String output) {
        Map<String, Failure> failures = new LinkedHashMap<>();
        Matcher failure = FAILURE.matcher(output);
        while (failure.find()) {
            failures.put(failure.group(1), new Failure(failure.group(1), failure.group(2), failure.group(3)));
        }
        Matcher sum = SUM.matcher(output);
        return new TestRun(sum.find() ? Integer.parseInt(sum.group(1)) : 0, failures);
    }

    /** Whether they ran to their end and said how it went. */
    boolean isReadable() {
        return count > 0;
    }

    boolean passed() {
        return isReadable() && failures.isEmpty();
    }
}
