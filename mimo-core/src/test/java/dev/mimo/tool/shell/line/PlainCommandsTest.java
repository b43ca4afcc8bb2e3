package dev.mimo.tool.shell.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainCommandsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '→', quoteCharacter = '¬', textBlock = """
            ls                                  → ls
            ls -la                              → ls -la
            ls    -l \t  a                      → ls -l a
            git status && git diff              → git status / git diff
            a&&b||c;d|e                         → a / b / c / d / e
            a; b;                               → a / b
            cat x | sort | head -5              → cat x / sort / head -5
            echo hello world                    → echo hello world
            echo "a b"                          → echo "a b"
            echo 'a  b'                         → echo 'a  b'
            echo "a;b" 'c&&d' "e|f"             → echo "a;b" 'c&&d' "e|f"
            echo 'it''s'                        → echo its
            echo a"b"'c'\\d                     → echo abcd
            "git" 'push'                        → git push
            g\\it p"u"sh                        → git push
            r'm' -r"f" x                        → rm -rf x
            grep '$HOME' f                      → grep '$HOME' f
            grep '`id`' f                       → grep '`id`' f
            grep "\\$x" f                       → grep "\\$x" f
            grep "\\`" f                        → grep "\\`" f
            echo "a\\"b"                        → echo "a\\"b"
            echo "a\\\\b"                       → echo "a\\\\b"
            echo "a\\nb"                        → echo "a\\nb"
            echo \\$HOME                        → echo \\$HOME
            echo \\; \\& \\|                    → echo \\; \\& \\|
            echo a\\ b                          → echo a\\ b
            echo \\*                            → echo \\*
            ls *.java                           → ls *.java
            ls a?c [ab]*                        → ls a?c [ab]*
            git diff HEAD~1                     → git diff HEAD~1
            git log --format=%H                 → git log --format=%H
            echo a=b                            → echo a=b
            echo a#b                            → echo a#b
            echo ""                             → echo ""
            echo if then                        → echo if then
            ./gradlew test                      → ./gradlew test
            /usr/bin/ls                         → /usr/bin/ls
            echo 'ä ö'                          → echo 'ä ö'
            ls Müller                           → ls Müller
            echo '!'                            → echo '!'
            echo "!x"                           → echo "!x"
            echo '{a,b}' "~" '#'                → echo '{a,b}' "~" '#'
            echo a~b                            → echo a~b
            true -- -x --                       → true -- -x --
            echo 50%                            → echo 50%
            echo a^b @c +d ,e :f                → echo a^b @c +d ,e :f
            git show HEAD@{1} stash@{0} a@{u}   → git show HEAD@{1} stash@{0} a@{u}
            [ -f x ] && [ -d y ]                → [ -f x ] / [ -d y ]
            grep "a$" f                         → grep "a$" f
            grep -E "^(a|b$)|c$ " f             → grep -E "^(a|b$)|c$ " f
            a 2>&1 | b >&2                      → a / b
            a > /dev/null 2>&1; b 2>>/dev/null  → a / b
            a &>/dev/null && b </dev/null       → a / b
            a 2>/dev/null x                     → a x
            """)
    void plain_commands_are_told_apart(String line, String texts) {
        assertThat(texts(line)).isEqualTo(List.of(texts.split(" / ")));
    }

    @Test
    void line_ends_part_commands_and_stay_in_quotes() {
        assertThat(texts("\n a \n\n b\nc &&\n d |\n\n e\n")).containsExactly("a", "b", "c", "d", "e");
        assertThat(texts("git commit -m \"one\n\ntwo\"")).containsExactly("git commit -m \"one\n\ntwo\"");
        assertThat(texts("git commit -m 'one\n\ttwo'")).containsExactly("git commit -m 'one\n\ttwo'");
    }

    @Test
    void words_are_what_the_command_is_given() {
        assertThat(PlainCommands.find("echo a\"b c\"'d\\e' \"\\\"\\\\\\$\\`\\n\" \\' ''"))
                .isNotNull()
                .satisfies(found -> assertThat(found.get(0).words().stream().map(PlainCommands.Word::value))
                        .containsExactly("echo", "ab cd\\e", "\"\\$`\\n", "'", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\n",
                "\t \n",
                ";",
                ";;",
                "&&",
                "|",
                "a ;; b",
                "; a",
                "&& a",
                "| a",
                "a &&",
                "a ||",
                "a |",
                "a && ; b",
                "a ; ; b",
                "a\n; b",
                "a\n&& b",
                "a\n| b",
                "a & b",
                "a &",
                "& a",
                "a &&& b",
                "a ||| b",
                "a |& b",
                "a &| b",
                "a ;& b",
                "a;|b",
                "a > f",
                "a 2>&1f",
                "a 2>&f",
                "a >&f",
                "a 3>&1",
                "a >&-",
                "a 2>/dev/nullx",
                "a >/dev/null/x",
                "a >/dev/null/../x",
                "a > /dev/tcp/h/1",
                "a </dev/tcp/h/1",
                "a </dev/stdin",
                "a>/dev/null",
                "a >/dev/null&",
                "a 2>&1&",
                "2>&1 a",
                ">/dev/null",
                "a && 2>&1",
                "a >\"/dev/null\"",
                "a x2>&1f",
                "echo {0}",
                "echo a{0}",
                "echo @{a,b}",
                "echo @{a..b}",
                "echo @{a b}",
                "echo @{$x}",
                "a@{",
                "echo \"$x\"",
                "echo \"$(id)\"",
                "echo \"$[1]\"",
                "echo \"$'a'\"",
                "echo a$",
                "a >> f",
                "a < f",
                "a >f",
                "a>f",
                "2>f a",
                "a &> f",
                "a >| f",
                "a <> f",
                ">f",
                "a <<E\nb\nE",
                "a <<< b",
                "a <(b)",
                "a >(b)",
                "echo $x",
                "echo $",
                "echo ${x}",
                "echo $(id)",
                "echo `id`",
                "echo \"$x\"",
                "echo \"$(id)\"",
                "echo \"`id`\"",
                "echo $'a'",
                "echo $\"a\"",
                "echo $((1+1))",
                "echo a$b",
                "$x",
                "`x`",
                "x=1",
                "x=1 a",
                "PATH=. ls",
                "a[0]=1 ls",
                "x+=1 a",
                "\"x=1\" a",
                "(a)",
                "( a; b )",
                "{ a; }",
                "a() { b; }",
                "function f { a; }",
                "a)",
                "{a",
                "a}",
                "if a; then b; fi",
                "for x in a; do b; done",
                "while a; do b; done",
                "until a; do b; done",
                "case a in b) c;; esac",
                "select x in a; do b; done",
                "time a",
                "coproc a",
                "! a",
                "a && ! b",
                "[[ a ]]",
                "then",
                "do a",
                "done",
                "fi",
                "esac",
                "else a",
                "IF a",
                "*",
                "l* x",
                "l? x",
                "[l]s",
                "./*",
                "echo {a,b}",
                "echo a{1..3}",
                "echo !",
                "echo !!",
                "a !x",
                "# a",
                "a # b",
                "a;#b",
                "a\n#b",
                "~/x",
                "ls ~",
                "ls ~/x",
                "ls ~root",
                "ls a=~/x",
                "ls a:~/x",
                "'a",
                "\"a",
                "a 'b",
                "a \"b",
                "a\\",
                "a \\\nb",
                "\"a\\\nb\"",
                "a 'b' \"c",
                "''",
                "\"\"",
                "'' a",
                "\"a b\"",
                "a\rb",
                "a \r\n b",
                "a\u0000b",
                "a\u0001",
                "'a\u0001'",
                "\"a\u001b[0m\"",
                "'a\rb'",
                "a\u007fb",
                "a\fb",
                "a\u000bb",
                "a\u0008b",
                "'\u0008'",
                "a\u00a0b",
                "a\u2003b",
                "a\u3000b",
                "a\u2028b",
                "a\u0085b",
                "'a\u00a0b'",
                "\"a\u2028\"",
                "a\u1680b",
                "a\u200bb",
                "a\u202eb",
                "'a\u202eb'",
                "a\ufeffb",
                "\ufeffls",
                "a\u00adb",
                "'\u2066x'",
                "a\ud800b",
                "'\udc00'",
                "ls \u00e0",
                "ls \u00c5",
                "'\udb40\udc41'",
                "\\\u00e4",
                "a \\\tb",
                "ä",
                "'ls x' y"
            })
    void whatever_else_a_shell_knows_is_not_understood(String line) {
        assertThat(PlainCommands.find(line)).isNull();
    }

    @Test
    void long_lines_take_no_long() {
        assertThat(texts("a;".repeat(200_000))).hasSize(200_000);
        assertThat(texts("a " + "b".repeat(1_000_000))).hasSize(1);
        assertThat(PlainCommands.find("'".repeat(100_001))).isNull();
    }

    @Property
    void any_text_is_understood_or_not_but_never_fails(@ForAll String line) {
        List<PlainCommands.Command> found = PlainCommands.find(line);

        if (found != null) {
            assertThat(found).isNotEmpty().allMatch(command -> !command.words().isEmpty());
        }
    }

    @Property
    void a_text_in_single_quotes_is_one_word(@ForAll @AlphaChars String word) {
        assertThat(texts("echo '" + word + " ; $x'")).containsExactly("echo '" + word + " ; $x'");
    }

    private static List<String> texts(String line) {
        List<PlainCommands.Command> found = PlainCommands.find(line);
        return found == null
                ? List.of("not understood")
                : found.stream().map(PlainCommands.Command::text).toList();
    }
}
