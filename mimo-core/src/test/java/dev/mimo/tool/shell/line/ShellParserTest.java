package dev.mimo.tool.shell.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellParserTest {

    private static final List<String> PIECES = List.of(
            " ",
            " ",
            "\n",
            ";",
            "&",
            "|",
            "(",
            ")",
            "{",
            "}",
            "<",
            ">",
            "<<E\n",
            "\nE\n",
            "$",
            "`",
            "\"",
            "'",
            "\\",
            "#",
            "!",
            "rm x",
            "$(",
            "${",
            "$((",
            "))",
            "((",
            "[[",
            "]]",
            "case x in ",
            "esac",
            ";;",
            "if ",
            "then ",
            "fi",
            "for x in ",
            "do ",
            "done",
            "$'",
            "*",
            "?",
            "[",
            "]",
            "{a,b}",
            "..",
            "=",
            "x=",
            "sudo ",
            "bash -c ",
            "eval ",
            "find . -exec ",
            "\\;",
            "ä",
            "\u0000",
            "\u200b",
            "\uD800",
            "~",
            "a",
            "1",
            "-",
            "--",
            "-c");

    /** Each line would run {@code rm x}, or the words {@code rm} and {@code x} with others between them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "rm x",
                "true; rm x",
                "true && rm x",
                "true || rm x",
                "true | rm x",
                "true |& rm x",
                "true & rm x",
                "rm x &",
                "! rm x",
                "true\nrm x",
                "true # y\nrm x",
                "r''m x",
                "r\"\"m x",
                "'rm' x",
                "\\rm x",
                "r\\m x",
                "$'rm' x",
                "$'\\x72m' x",
                "$'\\162\\155' x",
                "$'\\u0072m' x",
                "$\"rm\" x",
                "r\\\nm x",
                "(rm x)",
                "((true); rm x)",
                "( (rm x) )",
                "{ rm x; }",
                "if true; then rm x; fi",
                "if rm x; then true; fi",
                "if false; then true; elif rm x; then true; else true; fi",
                "if false; then true; else rm x; fi",
                "while rm x; do break; done",
                "until rm x; do break; done",
                "for i in 1 2; do rm x; done",
                "for ((i=0;i<1;i++)); do rm x; done",
                "for i in rm; do $i x; done",
                "select i in a; do rm x; done",
                "case a in a) rm x;; esac",
                "case a in (a) rm x;; esac",
                "case a in b|a) true;; *) rm x;; esac",
                "case a in a) true;& b) rm x;; esac",
                "case $(rm x) in a) true;; esac",
                "f() { rm x; }; f",
                "f () ( rm x ); f",
                "function f { rm x; }; f",
                "function f() { rm x; }; f",
                "coproc rm x",
                "coproc C { rm x; }",
                "time rm x",
                "time -p rm x",
                "echo $(rm x)",
                "echo \"$(rm x)\"",
                "echo \"a $(echo \"$(rm x)\") b\"",
                "echo `rm x`",
                "echo \"`rm x`\"",
                "echo `echo \\`rm x\\``",
                "echo $(case a in a) rm x;; esac)",
                "echo $((1 + $(rm x)))",
                "echo $(( (1) + `rm x` ))",
                "echo $((rm x); (true))",
                "(( $(rm x) ))",
                "echo ${a:-$(rm x)}",
                "echo ${a:-`rm x`}",
                "echo \"${a:-\"$(rm x)\"}\"",
                "echo ${a[$(rm x)]}",
                "echo $[ $(rm x) ]",
                "a=$(rm x)",
                "a=($(rm x))",
                "a=(1 $(rm x) 2); true",
                "[[ -n $(rm x) ]]",
                "[[ a ]] && rm x",
                "cat <(rm x)",
                "true > >(rm x)",
                "true > $(rm x)",
                "true <<< $(rm x)",
                "cat <<E\n$(rm x)\nE",
                "cat <<E\n`rm x`\nE",
                "cat <<E\n${a:-$(rm x)}\nE",
                "cat <<'E'\n$(true)\nE\nrm x",
                "cat <<E; rm x\nbody\nE",
                "cat <<-E\n\tbody\n\tE\nrm x",
                "cat <<A <<B\na\nA\nb\nB\nrm x",
                "echo $(cat <<E\nb\nE\n); rm x",
                "bash <<E\nrm x\nE",
                "bash <<'E'\nrm x\nE",
                "bash <<< 'rm x'",
                ">f rm x",
                "2>&1 rm x",
                "rm>f x",
                "rm >f x",
                "rm 2>/dev/null x",
                "&>f rm x",
                "a=1 rm x",
                "a=1 b=2 rm x",
                "a[0]=1 rm x",
                "a+=1 rm x",
                "v=rm; $v x",
                "v=rm; ${v} x",
                "v=rm; \"$v\" x",
                "v='rm x'; $v",
                "v=ls; v=rm; $v x",
                "v=rm; (v=ls); $v x",
                "v=m; r$v x",
                "r$v_unset''m x",
                "r${none}m x",
                "r$@m x",
                "${none:-rm} x",
                "${none-rm} x",
                "${none:=rm} x",
                "$(echo rm) x",
                "`echo rm` x",
                "$(printf rm) x",
                "$(printf %s rm) x",
                "rm${IFS}x",
                "rm$IFS''x",
                "{rm,x}",
                "a=(rm x); ${a[@]}",
                "export v=rm; $v x",
                "sudo rm x",
                "sudo -u root rm x",
                "sudo -- rm x",
                "sudo A=1 rm x",
                "sudo -n env A=1 nice -n 5 rm x",
                "env rm x",
                "env -i rm x",
                "env A=1 rm x",
                "env -u A rm x",
                "env -S 'rm x'",
                "/usr/bin/env rm x",
                "nohup rm x",
                "nice rm x",
                "nice -n 10 rm x",
                "timeout 5 rm x",
                "timeout -s KILL 5 rm x",
                "timeout --signal=KILL 5 rm x",
                "timeout -k 1 5 rm x",
                "command rm x",
                "builtin command rm x",
                "exec rm x",
                "exec -a name rm x",
                "xargs rm x",
                "echo x | xargs rm x",
                "xargs -n 1 rm x",
                "xargs -I {} rm x",
                "find . -exec rm x \\;",
                "find . -exec rm x ';'",
                "find . -name a -execdir rm x +",
                "find . -exec true \\; -exec rm x \\;",
                "find . -exec sh -c 'rm x' \\;",
                "busybox rm x",
                "watch rm x",
                "watch -n 1 'rm x'",
                "stdbuf -o L rm x",
                "setsid rm x",
                "setsid -w rm x",
                "script -c 'rm x' f",
                "script -qc 'rm x' /dev/null",
                "flock f rm x",
                "flock f -c 'rm x'",
                "chroot / rm x",
                "strace -f rm x",
                "ionice -c 3 rm x",
                "su -c 'rm x'",
                "su root -c 'rm x'",
                "ssh host rm x",
                "ssh host 'rm x'",
                "docker run --rm image rm x",
                "docker exec c rm x",
                "parallel rm x ::: a",
                "bash -c 'rm x'",
                "bash -c \"rm x\"",
                "sh -lc 'rm x'",
                "sh -c -- 'rm x'",
                "bash -o pipefail -c 'rm x'",
                "/bin/bash -c 'rm x'",
                "bash -c \"bash -c 'rm x'\"",
                "bash -c 'eval \"rm x\"'",
                "eval rm x",
                "eval 'rm x'",
                "eval \"r\" \"m x\" && eval 'rm x'",
                "trap 'rm x' EXIT",
                "alias l='rm x'",
                "BASH_ENV='rm x' bash f",
                "PAGER='rm x' git log",
                "git -c alias.z='!rm x' z",
                "git -c core.pager='rm x' log",
                "git bisect run rm x",
                "git submodule foreach 'rm x'",
                "git rebase --exec 'rm x' main",
                "tar xf a --to-command='rm x'",
                "tar cf a b --checkpoint-action=exec='rm x'",
                "awk 'BEGIN{system(\"rm x\")}'",
                "python3 -c \"import os; os.system('rm x')\"",
                "perl -e 'system \"rm x\"'",
                "RM x",
                "/bin/rm x",
                "../../bin/rm x",
                "echo \"$(\nrm x\n)\"",
                "if true; then\n  for a in b\n  do\n    rm x\n  done\nfi"
            })
    void a_command_is_found_wherever_it_stands(String line) {
        assertThat(forms(line)).contains("rm x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo rm x",
                "echo 'rm x'",
                "echo \"; rm x\"",
                "echo '$(rm x)'",
                "echo \\$\\(rm x\\)",
                "# rm x",
                "true # ; rm x",
                "cat <<'E'\nrm x\nE",
                "cat <<E\nrm x\nE",
                "cat <<'E'\n$(rm x)\nE",
                "timeout 5 grep rm x",
                "grep -n 'rm x' f",
                "git commit -m 'rm x'",
                "echo a#rm x",
                "case rm in rm) true;; esac",
                "for rm in x; do true; done"
            })
    void what_is_only_text_is_no_command(String line) {
        assertThat(forms(line)).doesNotContain("rm x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo 'a",
                "echo \"a",
                "echo `a",
                "echo $(a",
                "echo ${a",
                "cat <<E\na",
                "bash",
                "curl u | sh",
                "bash -c \"$x\"",
                "eval $x",
                "eval \"$(cat f)\"",
                "source <(cat f)",
                ". /dev/stdin",
                "sudo $x",
                "python3 -c 'print(1)'",
                "node -e 1",
                "PATH=. ls",
                "LD_PRELOAD=x ls",
                "${x@P}",
                "echo )"
            })
    void what_cannot_be_told_makes_the_findings_incomplete(String line) {
        assertThat(read(line).complete()).isFalse();
    }

    @Test
    void a_command_that_is_not_known_may_be_any() {
        assertThat(forms("$x y")).contains("* y");
        assertThat(forms("r? y")).contains("r* y");
        assertThat(forms("/bin/r[m] y")).contains("r* y");
        assertThat(forms("git $x")).contains("git *");
    }

    @Test
    void time_stays_in_proportion_to_long_texts() {
        for (String piece : PIECES) {
            read(piece.repeat(20_000));
        }
        read("sudo ".repeat(10_000) + "rm x");
        read("a=$a$a$a$a;".repeat(5_000));
        read("bash `true` <<<ls\n".repeat(2_000));
        read("{a,".repeat(10_000));
        read("x$y".repeat(20_000));
        read("echo $(".repeat(10_000));
        read("bash -c '".repeat(5_000));
    }

    @Property(tries = 3000)
    void nothing_makes_it_fail(@ForAll("texts") String text) {
        read(text);
    }

    @Property(tries = 2000)
    void what_is_plain_is_found_as_it_is(@ForAll("texts") String text) {
        List<PlainCommands.Command> plain = PlainCommands.find(text);
        if (plain != null) {
            Set<String> found = forms(text);
            for (PlainCommands.Command command : plain) {
                assertThat(found)
                        .contains(String.join(
                                " ",
                                command.words().stream()
                                        .map(word -> word.pattern() ? word.written() : word.value())
                                        .toList()));
            }
        }
    }

    @Tag("fuzz")
    @Property(tries = 3_000_000)
    void nothing_makes_it_fail_for_long(@ForAll("texts") String text) {
        read(text);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(PIECES).list().ofMaxSize(25).map(pieces -> String.join("", pieces));
    }

    private static ShellFindings read(String line) {
        ShellFindings findings = new ShellFindings();
        findings.read(line);
        return findings;
    }

    private static Set<String> forms(String line) {
        return read(line).commands().stream()
                .flatMap(words -> java.util.stream.Stream.of(
                        String.join(" ", words.stream().map(ShellWord::value).toList()),
                        ShellWord.mayBe(ShellWord.withoutFolder(words)),
                        ShellWord.mayBe(words)))
                .collect(Collectors.toSet());
    }
}
