package dev.mimo.tool.coding;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

    @ParameterizedTest
    @CsvSource({
        "*.java, A.java, true",
        "*.java, a/A.java, false",
        "**/*.java, A.java, true",
        "**/*.java, a/b/A.java, true",
        "a/**/z, a/z, true",
        "a/**/z, a/b/c/z, true",
        "a/**/z, a/b/c/y, false",
        "a/**, a/b, true",
        "a/**, b/a, false",
        "a?c, abc, true",
        "a?c, a/c, false",
        "[a-c]x, bx, true",
        "[!a-c]x, bx, false",
        "[!a-c]x, dx, true",
        "[]]x, ]x, true",
        "[x, [x, true",
        "a[, a[, true",
        "\\*, *, true",
        "\\*, a, false",
        "a*b*c, aXbYbZc, true",
        "a*b*c, aXbYbZ, false",
        ".*, .git, true",
        "*, .git, true",
        "A, a, false"
    })
    void patterns_fit_as_people_expect(String pattern, String path, boolean fits) {
        assertThat(Glob.of(pattern).matches(path)).isEqualTo(fits);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "*.{ts,tsx};a.tsx;true",
                "{a,b/{c,d}}/x;b/d/x;true",
                "{a,b/{c,d}}/x;b/x;false",
                "a{,.bak};a;true",
                "./a;a;true",
                "a\\{b;a{b;true"
            })
    void braces_are_alternatives(String pattern, String path, boolean fits) {
        assertThat(Globs.of(pattern).matches(path)).isEqualTo(fits);
    }

    @Test
    void a_hostile_pattern_takes_no_time() {
        assertThat(Glob.of("*a".repeat(100) + "b").matches("a".repeat(5_000))).isFalse();
        assertThat(Glob.of("**/a/".repeat(100) + "b").matches("a/".repeat(2_000) + "c"))
                .isFalse();
    }
}
