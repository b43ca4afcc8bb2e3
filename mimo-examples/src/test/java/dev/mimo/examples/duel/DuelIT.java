package dev.mimo.examples.duel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.environment.Cancellation;
import dev.mimo.environment.MimoException;
import dev.mimo.examples.coder.Surroundings;
import dev.mimo.examples.coder.UsageError;
import dev.mimo.examples.terminal.Terminal;
import dev.mimo.model.Model;
import dev.mimo.testing.ScriptedModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two sides that write a word each, and a check that wants one of them. */
class DuelIT {

    @TempDir
    Path folder;

    private final List<String> said = new ArrayList<>();
    private Path repository;

    @BeforeEach
    void make() throws IOException {
        repository = Files.createDirectories(folder.resolve("project"));
        Files.writeString(repository.resolve("a.txt"), "old\n");
    }

    @Test
    void a_check_decides() throws Exception {
        tasks(line("one", "grep -q good a.txt"), line("two", "grep -q bad a.txt"), line("three", "true"));

        DuelReport report = duel("good", "bad", new Answers()).run(tasks());

        assertThat(report.rate(null)).isEqualTo(new WinRate(1, 1, 1));
        assertThat(said).hasSize(6).allMatch(line -> line.contains("done"));
        assertThat(report.toLines()).anyMatch(line -> line.contains("good: solved 2 of 3 · 9 steps"));
    }

    @Test
    void the_repository_itself_is_never_touched() throws Exception {
        tasks(line("one", "grep -q good a.txt && rm a.txt"));

        duel("good", "bad", new Answers()).run(tasks());

        assertThat(Files.readString(repository.resolve("a.txt"))).isEqualTo("old\n");
        assertThat(repository.resolve("setup.txt")).doesNotExist();
    }

    @Test
    void finished_pairs_are_not_run_again() throws Exception {
        tasks(line("one", "grep -q good a.txt"));
        DuelReport first = duel("good", "bad", new Answers()).run(tasks());
        tasks(line("one", "grep -q good a.txt"), line("two", "grep -q bad a.txt"));
        said.clear();

        DuelReport second = duel("good", "bad", new Answers()).run(tasks());

        assertThat(first.rate(null)).isEqualTo(new WinRate(1, 0, 0));
        assertThat(second.rate(null)).isEqualTo(new WinRate(1, 0, 1));
        assertThat(said).hasSize(2).allMatch(line -> line.startsWith("2/2 two"));
    }

    @Test
    void a_line_that_a_crash_cut_off_is_run_again() throws Exception {
        tasks(line("one", "grep -q good a.txt"));
        duel("good", "bad", new Answers()).run(tasks());
        Path results = folder.resolve("results.jsonl");
        String whole = Files.readString(results);
        Files.writeString(results, whole.substring(0, whole.length() - 20));

        duel("good", "bad", new Answers()).run(tasks());

        assertThat(said).hasSize(4);
        assertThat(Files.readAllLines(results)).hasSize(2);
    }

    @Test
    void results_of_another_duel_are_refused() throws Exception {
        tasks(line("one", "true"));
        duel("good", "bad", new Answers()).run(tasks());

        assertThatThrownBy(() -> duel("good", "ugly", new Answers()).run(tasks()))
                .isInstanceOf(UsageError.class)
                .hasMessageContaining("results of another duel");
    }

    @Test
    void two_runs_do_not_write_into_one_file() throws Exception {
        tasks(line("one", "true"));

        try (LineFile other = LineFile.open(folder.resolve("results.jsonl"))) {
            assertThatThrownBy(() -> duel("good", "bad", new Answers()).run(tasks()))
                    .isInstanceOf(UsageError.class)
                    .hasMessageEndingWith("results.jsonl is being written by another run.");
            assertThat(other.found()).isEmpty();
        }
    }

    @Test
    void a_person_votes_without_knowing_whose_work_it_is() throws Exception {
        tasks(line("one", null), line("two", null), line("three", null), line("four", null), line("five", null));
        Answers answers = new Answers();

        DuelReport report = duel("good", "bad", answers).run(tasks());

        assertThat(report.rate(null)).isEqualTo(new WinRate(5, 0, 0));
        assertThat(answers.votes).contains(Voter.Vote.ONE, Voter.Vote.TWO);
        assertThat(answers.seen).allMatch(diff -> diff.contains("-old") && !diff.contains("setup.txt"));
    }

    @Test
    void where_nobody_can_vote_nothing_runs() throws Exception {
        tasks(line("one", "true"), line("two", null));
        Voter nobody = new Answers() {
            @Override
            public void require() {
                throw new UsageError("nobody is here");
            }
        };

        assertThatThrownBy(() -> duel("good", "bad", nobody).run(tasks())).hasMessage("nobody is here");
        assertThat(said).isEmpty();
    }

    @Test
    void a_setup_that_fails_is_nobodys_defeat() throws Exception {
        Files.writeString(
                folder.resolve("tasks.jsonl"),
                "{\"id\":\"x\",\"prompt\":\"p\",\"repository\":\"project\",\"setup\":\"echo no; exit 3\",\"check\":\"true\"}");

        assertThatThrownBy(() -> duel("good", "bad", new Answers()).run(tasks()))
                .isInstanceOf(MimoException.class)
                .hasMessage("the setup of task \"x\" ended with 3: no");
    }

    @Test
    void nothing_is_left_behind() throws Exception {
        tasks(line("one", "true"));
        long before = trials();

        duel("good", "bad", new Answers()).run(tasks());

        assertThat(trials()).isLessThanOrEqualTo(before);
    }

    @Test
    void tasks_can_be_folders() throws Exception {
        Path own = Files.createDirectories(folder.resolve("tasks/first/repository"))
                .getParent();
        Files.writeString(
                own.resolve("task.json"), "{\"prompt\": \"do it\", \"check\": \"true\", \"length\": \"long\"}");

        List<DuelTask> tasks = DuelTask.read(folder.resolve("tasks"));

        assertThat(tasks).singleElement().satisfies(task -> {
            assertThat(task.id()).isEqualTo("first");
            assertThat(task.length()).isEqualTo(DuelTask.Length.LONG);
            assertThat(task.repository().source())
                    .isEqualTo(own.resolve("repository").toString());
        });
    }

    @Test
    void a_wrong_task_is_named_with_its_line() throws Exception {
        tasks(line("one", "true"), "{\"id\":\"two\",\"promt\":\"x\"}");

        assertThatThrownBy(this::tasks)
                .isInstanceOf(UsageError.class)
                .hasMessageContaining("tasks.jsonl, line 2: nothing is known of the key \"promt\"; \"prompt\" is near");
    }

    private static long trials() throws IOException {
        try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return all.filter(path -> path.getFileName().toString().startsWith("mimo-trial-"))
                    .count();
        }
    }

    private static String line(String id, String check) {
        String end = check == null ? "" : ",\"check\":\"" + check + "\"";
        return "{\"id\":\"" + id
                + "\",\"prompt\":\"write the word\",\"repository\":\"project\",\"setup\":\"touch setup.txt\"" + end
                + "}";
    }

    private void tasks(String... lines) throws IOException {
        Files.writeString(folder.resolve("tasks.jsonl"), String.join("\n", lines) + "\n");
    }

    private List<DuelTask> tasks() {
        return DuelTask.read(folder.resolve("tasks.jsonl"));
    }

    private Duel duel(String first, String second, Voter voter) {
        Duel.Terms terms = new Duel.Terms(3, folder.resolve("results.jsonl"), false, Cancellation.never());
        return new Duel(side(first), side(second), terms, voter, said::add);
    }

    /** A side whose model writes its word. */
    private Contestant side(String word) {
        PrintStream out = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        Surroundings around = new Surroundings(
                InputStream.nullInputStream(),
                Terminal.of(out, false, 100),
                out,
                folder.resolve("home"),
                (spec, environment) -> writer(word),
                Cancellation.never());
        String json = "{\"memory\": \"off\", \"model\": \"test:" + word + "\"}";
        return new Contestant(Configuration.of(word, Fields.read(word, json)), around, Stage.bare());
    }

    private static Model writer(String word) {
        return ScriptedModel.create()
                .call("read", Map.of("path", "a.txt"))
                .call("write", Map.of("path", "a.txt", "content", word + "\n"))
                .reply("Done.");
    }

    /** Takes what says good, wherever it stands. */
    private static class Answers implements Voter {
        final List<Vote> votes = new ArrayList<>();
        final List<String> seen = new ArrayList<>();

        @Override
        public void require() {}

        @Override
        public Vote vote(DuelTask task, String one, String two) {
            seen.addAll(List.of(one, two));
            Vote vote = one.contains("+good") ? Vote.ONE : Vote.TWO;
            votes.add(vote);
            return vote;
        }
    }
}
