package dev.mimo.permission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Lines made of harmless and hostile pieces, judged under allow rules for harmless programs. What the gate allows is run for
 * real: it must leave no mark, and no other trace.
 */
class GateFuzzIT {

    private static final List<String> PROGRAMS = List.of(
            "xa",
            "echo",
            "ls",
            "find",
            "sort",
            "sed",
            "awk",
            "uniq",
            "test",
            "[",
            "printf",
            "git log",
            "git diff",
            "cat",
            "grep",
            "true",
            "head",
            "tree",
            "date",
            "file",
            "xxd",
            "tar -t",
            "python3 s.py",
            "npm test",
            "make",
            "jq",
            "cut",
            "cd");

    private static final List<String> STARTS = List.of(
            "xa",
            "echo a",
            "ls",
            "find . -name f",
            "sort f",
            "sed -n 1p f",
            "sed",
            "awk 1 f",
            "awk",
            "uniq f",
            "uniq",
            "test -f f",
            "[ -f f ]",
            "[",
            "printf %s a",
            "git log",
            "git",
            "cat f",
            "grep a f",
            "true",
            "head -1 f",
            "tree",
            "date",
            "file f",
            "xxd f",
            "jq . f",
            "cut -c1 f",
            "cd s",
            "find",
            "sort",
            "printf",
            "test",
            "tar -t");

    private static final List<String> PLAIN = List.of(
            " ",
            " ",
            " ",
            " && ",
            " || ",
            "; ",
            " | ",
            "\n",
            " f",
            " -n",
            " 'a b'",
            " \"a b\"",
            " -",
            " --",
            " a=b",
            " *",
            " f*",
            " 2>&1",
            " >/dev/null",
            " 2>/dev/null",
            " &>/dev/null",
            " </dev/null",
            " \"a$\"",
            " HEAD@{1}",
            " a@{",
            " ]",
            " -e 1p",
            " 's/a/b/'",
            " s#a#b#g",
            " '{print $1}'",
            " '/a/,/b/p'",
            " -v x=1",
            " -F:",
            " %s",
            " .",
            " ./f",
            " s/f",
            "xa",
            "echo");

    private static final List<String> HOSTILE = List.of(
            "touch marker",
            " touch marker",
            "$(touch marker)",
            "`touch marker`",
            " >marker",
            ">marker",
            " 2>marker",
            " >&marker",
            " &>marker",
            " >|marker",
            " <>marker",
            " 2>&1marker",
            " >/dev/null/../marker",
            "&touch marker",
            "|&touch marker",
            " <(touch marker)",
            " -exec touch marker ;",
            " -exec touch marker \\;",
            " -execdir touch marker +",
            " -fprint marker",
            " '-fprint' marker",
            " -fls marker",
            " -delete",
            " -o marker",
            " -omarker",
            " -no marker",
            " --output=marker",
            " --outp marker",
            " 'w marker'",
            " '1w marker'",
            " s/a/b/w\\ marker",
            " 's/a/b/w marker'",
            " 's#a#b#w marker'",
            " -e 'w marker'",
            " '1p;w marker'",
            " '1e touch marker'",
            " 's/.*/touch marker/e'",
            " -i",
            " -i.bak",
            " -ni",
            " -n -i",
            " 'BEGIN{system(\"touch marker\")}'",
            " 'BEGIN{print 1 > \"marker\"}'",
            " 'BEGIN{\"touch marker\"|getline}'",
            " 'BEGIN{print | \"touch marker\"}'",
            " -f s.awk",
            " marker",
            " f marker",
            " - marker",
            " -r f marker",
            " -C -m f",
            " \"$(touch marker)\"",
            " \"`touch marker`\"",
            " '$(touch marker)'",
            " $'\\n'",
            " $\"a\"",
            " {touch,marker}",
            " #",
            "\\",
            "'",
            "\"",
            "(",
            ")",
            "{",
            "}",
            "!",
            "&",
            "|",
            ";",
            "<",
            ">",
            "$",
            "`",
            "\r",
            "\u00a0",
            "\u2028",
            "\u0085",
            "\t",
            "\\\n",
            "\ntouch marker\n",
            "\ntouch marker",
            "; touch marker",
            " || touch marker",
            " | sh",
            " | xargs touch",
            "sh -c 'touch marker'",
            "eval touch marker",
            "env touch marker",
            "command touch marker",
            "exec touch marker",
            ". ./s.sh",
            "./s.sh",
            "bash s.sh",
            " -v 'a[$(touch marker)]'",
            " -v x 'a[$(touch marker)]'",
            " -v 'a[$(touch marker)]' x",
            " ]]",
            "[[ ",
            "((",
            " -eq 1",
            " 'a[$(touch marker)]' -eq 1",
            "if ",
            "then ",
            "for i in a; do ",
            "done",
            "coproc ",
            "f() ",
            "a=b ",
            "PATH=. ",
            "time ",
            " -c core.pager='touch marker'",
            " -c alias.x='!touch marker' x",
            " -p",
            " init",
            " config a b",
            " --exec-path=.",
            " --git-dir=s",
            " -I 'touch marker'",
            " --to-command='touch marker'",
            " --checkpoint-action=exec=touch\\ marker",
            " -s 2020-01-01",
            " -R -H x -o marker",
            " <<<a",
            " <<E\ntouch marker\nE\n",
            "@{$(touch marker)}",
            "@{`touch marker`}");

    @TempDir
    private Path folder;

    private final Explain explain = new Explain(CallTable.tools());
    private final ObjectNode template = Json.object();
    private TreeMap<String, String> before = new TreeMap<>();
    private int judged;
    private int run;

    @BeforeEach
    void open() throws IOException {
        Files.createDirectory(folder.resolve("s"));
        Files.writeString(folder.resolve("f"), "a b\n");
        Files.writeString(folder.resolve("s/f"), "c\n");
        Files.writeString(folder.resolve("s.sh"), "touch marker\n");
        Files.writeString(folder.resolve("s.awk"), "BEGIN{system(\"touch marker\")}\n");
        before = contents();
        template.put("tool", "bash").put("mode", "interactive").put("workspace", folder.toString());
        var rules = template.putArray("rules");
        PROGRAMS.forEach(program -> rules.addObject()
                .put("permission", "bash")
                .put("pattern", program + " *")
                .put("action", "allow"));
    }

    @Test
    @Timeout(300)
    void what_is_allowed_leaves_no_mark() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);

        while (run < 40 && judged < 4000) {
            check(line(random), seed);
        }

        assertThat(run).as("lines that were run").isPositive();
    }

    @Test
    @Tag("fuzz")
    void what_is_allowed_leaves_no_mark_for_ten_minutes() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(10);

        while (System.nanoTime() < end) {
            check(line(random), seed);
        }

        System.out.println(judged + " lines judged, " + run + " allowed and run");
    }

    @Test
    @Timeout(300)
    void long_lines_are_answered_in_time() throws Exception {
        for (String piece : HOSTILE) {
            assertAnswered(piece, (1 << 16) / piece.length() - 8);
        }
        for (int i = 0; i < HOSTILE.size(); i += 4) {
            assertAnswered(HOSTILE.get(i), (1 << 20) / HOSTILE.get(i).length());
        }
    }

    @Test
    @Tag("fuzz")
    void lines_of_a_mebibyte_are_answered_in_time() throws Exception {
        for (String piece : HOSTILE) {
            assertAnswered(piece, (1 << 20) / piece.length());
        }
    }

    private void assertAnswered(String piece, int times) throws Exception {
        long start = System.nanoTime();

        explain.line(json("echo a" + piece.repeat(times)));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).as(piece).isLessThan(Duration.ofSeconds(20));
    }

    private static String line(Random random) {
        StringBuilder line = new StringBuilder(STARTS.get(random.nextInt(STARTS.size())));
        int pieces = 1 + random.nextInt(5);
        for (int i = 0; i < pieces; i++) {
            int kind = random.nextInt(10);
            List<String> from = kind < 5 ? PLAIN : kind < 7 ? STARTS : HOSTILE;
            line.append(from == STARTS ? " && " : "").append(from.get(random.nextInt(from.size())));
        }
        return line.toString();
    }

    private void check(String line, long seed) throws Exception {
        judged++;
        String verdict = explain.line(json(line)).path("verdict").asText();
        assertThat(verdict).isIn("allow", "ask", "deny", "error");
        if (!verdict.equals("allow")) {
            return;
        }
        run++;
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", line)
                .directory(folder.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("HOME", folder.toString());
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(line).isTrue();
        assertThat(contents()).as("seed %s: %s", seed, line).isEqualTo(before);
    }

    private String json(String line) {
        template.putObject("input").put("command", line);
        return Json.write(template);
    }

    private TreeMap<String, String> contents() throws IOException {
        TreeMap<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : new ArrayList<>(files.toList())) {
                contents.put(file.toString(), Files.isRegularFile(file) ? Files.readString(file) : "");
            }
        }
        return contents;
    }
}
