package dev.mimo.memory.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DigestTest {

    private final Talk talk = new Talk();

    private Digest digest() {
        return Digest.of(talk.transcript(), 0, talk.size());
    }

    @Test
    void keeps_what_people_said_word_for_word_and_nothing_the_runtime_said() {
        long first = talk.user("Build a parser.\nNever touch the lexer.");
        talk.runtime("You seem to be stuck.", "nudge");
        long steered = talk.runtime("Use ANTLR instead.", "steer");

        assertThat(digest().said())
                .containsExactly(
                        new Digest.Said(first, "Build a parser.\nNever touch the lexer."),
                        new Digest.Said(steered, "Use ANTLR instead."));
    }

    @Test
    void names_each_file_once_with_the_last_thing_done_to_it() {
        talk.call("write", Map.of("path", "a.txt", "content", "hello"), "created a.txt, 5 bytes");
        long read = talk.call("read", Map.of("path", "a.txt"), "1 hello");
        long edited = talk.call("edit", Map.of("path", "b.txt", "old", "x", "new", "y"), "changed b.txt, line 3");
        long looked = talk.call("read", Map.of("path", "c.txt"), "1 c");
        long patched = talk.call("patch", Map.of("patch", "…"), "moved d.txt to e.txt\ncreated f.txt");

        assertThat(digest().files())
                .containsExactly(
                        new Digest.FileUse(read, "a.txt", "created", "2cf24dba5fb0"),
                        new Digest.FileUse(edited, "b.txt", "edited", ""),
                        new Digest.FileUse(looked, "c.txt", "read", ""),
                        new Digest.FileUse(patched, "d.txt", "deleted", ""),
                        new Digest.FileUse(patched, "e.txt", "moved", ""),
                        new Digest.FileUse(patched, "f.txt", "created", ""));
    }

    @Test
    void a_file_call_that_failed_touched_nothing() {
        talk.asks("write", Map.of("path", "a.txt", "content", "hello"));
        talk.told("a.txt must be read first", true);

        assertThat(digest().files()).isEmpty();
    }

    @Test
    void tells_of_commands_how_they_ended_and_the_first_and_last_line_of_trouble() {
        long good = talk.bash("ls", "error.log", 0);
        long bad = talk.bash("mvn test", "compiling\nERROR: no semicolon\nmore\nBuild failure\nbye", 1);

        assertThat(digest().commands())
                .containsExactly(
                        new Digest.CommandRun(good, "ls", 0, "exit 0, 0.1 s", List.of()),
                        new Digest.CommandRun(
                                bad, "mvn test", 1, "exit 1, 0.1 s", List.of("ERROR: no semicolon", "Build failure")));
    }

    @Test
    void a_command_stands_once_as_it_ended_last() {
        talk.bash("mvn test", "ERROR", 1);
        long last = talk.bash("mvn test", "fine", 0);

        assertThat(digest().commands())
                .containsExactly(new Digest.CommandRun(last, "mvn test", 0, "exit 0, 0.1 s", List.of()));
    }

    @Test
    void follows_what_runs_in_the_background() {
        talk.call(
                "bash",
                Map.of("command", "npm start", "background", true),
                "job-1 is running; read the full output in /x/job-1.txt; command: npm start");

        assertThat(digest().commands())
                .extracting(Digest.CommandRun::ending, Digest.CommandRun::exitCode)
                .containsExactly(tuple("job-1 is running", null));

        talk.call(
                "job",
                Map.of("id", "job-1"),
                "listening\n[job-1 ended: exit 3, 2.0 s; read the full output in /x/job-1.txt; command: npm start]");

        assertThat(digest().commands())
                .extracting(Digest.CommandRun::command, Digest.CommandRun::exitCode)
                .containsExactly(tuple("npm start", 3));
    }

    @Test
    void names_calls_that_have_no_result() {
        talk.bash("ls", "", 0);
        talk.asks("bash", Map.of("command", "sleep 100"));

        assertThat(digest().open()).containsExactly("bash {\"command\":\"sleep 100\"}");
    }

    @Test
    void looks_at_its_part_of_the_session_only() {
        talk.user("before");
        long from = talk.size();
        long in = talk.user("in it");
        long to = talk.size();
        talk.user("after");

        assertThat(Digest.of(talk.transcript(), from, to).said()).containsExactly(new Digest.Said(in, "in it"));
    }

    @Test
    void stays_small_however_long_the_session_is() {
        for (int i = 0; i < 700; i++) {
            talk.user("word ".repeat(2_000) + i);
            talk.call("read", Map.of("path", i + ".txt"), "1 x");
            talk.bash("command " + i, "error ".repeat(1_000), 1);
        }

        Digest digest = digest();

        assertThat(digest.said()).hasSize(100);
        assertThat(digest.said().get(99).text()).endsWith("699").hasSizeLessThan(4_100);
        assertThat(digest.files())
                .hasSize(100)
                .last()
                .extracting(Digest.FileUse::path)
                .isEqualTo("699.txt");
        assertThat(digest.commands())
                .hasSize(60)
                .allSatisfy(run -> assertThat(run.lines()).allMatch(line -> line.length() <= 300));
    }

    @Test
    void lines_on_the_repository_come_from_outside() {
        assertThat(digest().withGit(List.of("main", " M a.txt")).git()).containsExactly("main", " M a.txt");
    }
}
