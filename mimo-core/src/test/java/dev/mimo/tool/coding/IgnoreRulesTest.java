package dev.mimo.tool.coding;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IgnoreRulesTest {

    /** Rules parted by blanks here; a folder is written with a slash at its end; none means that no rule says anything. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*.log | a.log | true",
                "*.log | deep/a.log | true",
                "*.log !a.log | a.log | false",
                "!a.log *.log | a.log | true",
                "build/ | build/ | true",
                "build/ | build | none",
                "build/ | deep/build/ | true",
                "/build | build/ | true",
                "/build | deep/build | none",
                "a/b | a/b | true",
                "a/b | x/a/b | none",
                "a/** | a/b/c | true",
                "a/** | a/ | none",
                "**/foo/bar | x/foo/bar | true",
                "a/**/b | a/b | true",
                "# | # | none",
                "\\# | # | true",
                "\\!a | !a | true",
                "/ | a | none",
                "* !*.c | a.c | false",
                "* !*.c | a.h | true",
                "foo* | foobar/ | true",
                "[ab].c | b.c | true"
            })
    void the_last_rule_that_fits_decides(String rules, String path, String said) {
        boolean folder = path.endsWith("/");
        String bare = folder ? path.substring(0, path.length() - 1) : path;

        Boolean ignored = IgnoreRules.parse(rules.replace(' ', '\n')).ignores(bare, folder);

        assertThat(ignored == null ? "none" : ignored.toString()).isEqualTo(said);
    }
}
