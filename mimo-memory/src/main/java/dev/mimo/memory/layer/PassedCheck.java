package dev.mimo.memory.layer;

import java.util.regex.Pattern;

/**
 * Whether a command that ended shows that something works: a test run, a build or another check with exit 0. A command line
 * whose exit code may be that of something else, such as a pipe, shows nothing.
 */
final class PassedCheck {

    private static final Pattern PASSED = Pattern.compile("(?s).*\\[exit 0(?:[,;][^\\[\\]]*)?]\\s*");

    private static final Pattern REDIRECTION = Pattern.compile("[0-9&]?>>?\\s*(?:&[0-9]|[^\\s;&|]+)");
    private static final Pattern MASKED = Pattern.compile("[|;\\n`]|\\$\\(|(?<!&)&(?!&)|(?:^|\\s)!\\s|\\bset \\+e\\b");
    private static final Pattern SHOWS_NOTHING =
            Pattern.compile("(?s)\\s(?:--version|--help|-version|-h|--dry-run|-n|--collect-only|--list)(?:\\s.*|$)");

    /** The program of a command, after variables that are set for it and programs that only run others. */
    private static final Pattern CHECK = Pattern.compile(
            "(?s)(?:[A-Za-z_][A-Za-z0-9_]*=\\S*\\s+)*"
                    + "(?:(?:time|nice|env|npx|bunx|pnpm|yarn|uv run|poetry run|bundle exec|timeout \\S+)\\s+)*(?:\\S*/)?"
                    + "(?:(?:mvn|mvnw|gradle|gradlew|make|ninja|cmake --build|ctest|bazel|sbt|ant|rake|tsc|javac|gcc|g\\+\\+|rustc"
                    + "|pytest|tox|nox|jest|vitest|mocha|karma|rspec|phpunit|mypy|pyright|ruff|flake8|eslint|prettier|shellcheck"
                    + "|golangci-lint)(?:\\s.*|$)"
                    + "|(?:cargo|go|dotnet|swift|mix|deno|bun|npm|zig)\\s+(?:run\\s+)?(?:test|build|check|clippy|vet|t|lint|compile)\\b.*"
                    + "|(?:test|build|check|verify|lint)\\b.*"
                    + "|python[0-9.]*\\s+-m\\s+(?:pytest|unittest|mypy|compileall)\\b.*"
                    + "|(?:bash|sh|python[0-9.]*|node|ruby)?\\s*(?:\\./)?\\S*(?:test|check|verify|build|lint)[A-Za-z0-9_.-]*\\.(?:sh|py|js|rb)\\b.*)");

    private PassedCheck() {}

    /**
     * Whether it does.
     *
     * @param told the result of tool {@code bash}
     */
    static boolean shows(String command, String told) {
        String plain = REDIRECTION.matcher(command).replaceAll(" ").strip();
        if (!PASSED.matcher(told).matches() || MASKED.matcher(plain).find()) {
            return false;
        }
        for (String part : plain.split("&&", -1)) {
            String one = part.strip();
            if (CHECK.matcher(one).matches() && !SHOWS_NOTHING.matcher(one).find()) {
                return true;
            }
        }
        return false;
    }
}
