package dev.mimo.memory.layer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Use tabs.                                  | use  TABS",
                "Ｕｓｅ tabs                                 | `use` \"tabs\"!",
                "The build needs JDK 17 to compile core     | build needs JDK 17 to compile the core",
                "run mvn verify before each commit          | Always run mvn verify before each commit, please",
                "数据库使用 SQLite 存储全部会话                  | 数据库使用 SQLite 存储全部会话。",
            })
    void texts_that_say_the_same(String one, String other) {
        assertThat(Words.sayTheSame(one, other)).isTrue();
        assertThat(Words.sayTheSame(other, one)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Use tabs                                   | Use spaces",
                "the server listens on port 8080 by default | the server listens on port 9090 by default",
                "push to main after the tests have passed   | never push to main after the tests have passed",
                "the cache is enabled in production builds  | the cache is disabled in production builds",
                "x != y                                     | x == y",
                "数据库使用 SQLite 存储全部会话                  | 数据库不使用 SQLite 存储全部会话",
                "src/main/Foo.java holds the parser         | src/main/Bar.java holds the lexer"
            })
    void texts_that_say_something_else(String one, String other) {
        assertThat(Words.sayTheSame(one, other)).isFalse();
        assertThat(Words.sayTheSame(other, one)).isFalse();
    }
}
