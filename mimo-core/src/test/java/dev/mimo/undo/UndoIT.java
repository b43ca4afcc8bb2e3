package dev.mimo.undo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.agent.Agent;
import dev.mimo.agent.AgentBuilder;
import dev.mimo.agent.AgentTools;
import dev.mimo.agent.Input;
import dev.mimo.agent.InvalidAgent;
import dev.mimo.agent.Outcome;
import dev.mimo.agent.Reverted;
import dev.mimo.agent.Session;
import dev.mimo.agent.Turn;
import dev.mimo.agent.TurnRunning;
import dev.mimo.permission.Approver;
import dev.mimo.permission.Permissions;
import dev.mimo.session.SessionId;
import dev.mimo.testing.ScriptedModel;
import dev.mimo.tool.coding.CodingTools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class UndoIT {

    private static final SessionId SESSION = SessionId.of("s");

    @TempDir
    Path folder;

    private Path work;
    private Undo undo;
    private final List<UndoLimited> limited = new ArrayList<>();

    @BeforeEach
    void makeWorkspace() throws IOException {
        work = Files.createDirectories(folder.toRealPath().resolve("work"));
        undo = Undo.in(folder.resolve("undo"));
        put("a.txt", "one\r\ntwo\r\n");
        put("run.sh", "echo hi");
        Files.setPosixFilePermissions(work.resolve("run.sh"), PosixFilePermissions.fromString("rwxr-x---"));
    }

    @Test
    void what_file_tools_did_is_taken_back_byte_for_byte() {
        Map<String, String> before = tree();
        run(ScriptedModel.create()
                .call("read", Map.of("path", "a.txt"))
                .call("edit", Map.of("path", "a.txt", "old", "two", "new", "zwei"))
                .call("write", Map.of("path", "new/deep/b.txt", "content", "b"))
                .reply("done"));
        assertThat(tree()).isNotEqualTo(before);

        Reverted reverted = revertLast();

        assertThat(tree()).isEqualTo(before);
        assertThat(reverted.left()).isEmpty();
        assertThat(reverted.restored()).containsExactly(work.resolve("a.txt"), work.resolve("new/deep/b.txt"));
        assertThat(undo.turns(SESSION)).isEmpty();
    }

    @Test
    void what_bash_did_is_taken_back_byte_for_byte() {
        put("gone/c.bin", "\u0000\u0001binary");
        put("linked.txt", "not a link");
        Map<String, String> before = tree();
        run(ScriptedModel.create()
                .call(
                        "bash",
                        Map.of(
                                "command",
                                "echo three >> a.txt; chmod 600 run.sh; rm -r gone; mkdir -p x/y; echo n > x/y/n;"
                                        + " rm linked.txt; ln -s a.txt linked.txt"))
                .reply("done"));
        assertThat(tree()).isNotEqualTo(before);

        Reverted reverted = revertLast();

        assertThat(reverted.left()).isEmpty();
        assertThat(tree()).isEqualTo(before);
    }

    @Test
    void what_a_person_has_changed_since_stays_and_is_reported() {
        run(ScriptedModel.create()
                .call("bash", Map.of("command", "echo agent > a.txt; echo agent > run.sh; echo agent > n.txt"))
                .reply("done"));
        put("a.txt", "person");
        put("n.txt", "person");

        Reverted reverted = revertLast();

        assertThat(work.resolve("a.txt")).hasContent("person");
        assertThat(work.resolve("n.txt")).hasContent("person");
        assertThat(work.resolve("run.sh")).hasContent("echo hi");
        assertThat(reverted.left())
                .extracting(Reverted.Left::path)
                .containsExactly(work.resolve("a.txt"), work.resolve("n.txt"));
    }

    @Test
    void what_a_person_wrote_between_two_turns_is_what_undo_goes_back_to() {
        run(ScriptedModel.create()
                .call("bash", Map.of("command", "echo first > a.txt"))
                .reply("done"));
        put("a.txt", "person");
        run(ScriptedModel.create()
                .call("bash", Map.of("command", "echo second > a.txt"))
                .reply("done"));

        String first = undo.turns(SESSION).get(0);
        Reverted all = undo.rewind(SESSION, first, 0);

        assertThat(work.resolve("a.txt")).hasContent("person");
        assertThat(all.restored()).containsExactly(work.resolve("a.txt"));
        assertThat(all.left()).hasSize(1);
    }

    @Test
    void rewinding_goes_back_to_the_end_of_a_step() {
        run(ScriptedModel.create()
                .call("bash", Map.of("command", "echo 1 > a.txt"))
                .call("bash", Map.of("command", "echo 2 > a.txt; echo 2 > b.txt"))
                .call("bash", Map.of("command", "echo 3 > a.txt"))
                .reply("done"));
        String turn = undo.turns(SESSION).get(0);

        undo.rewind(SESSION, turn, 1);

        assertThat(work.resolve("a.txt")).hasContent("1");
        assertThat(work.resolve("b.txt")).doesNotExist();
        assertThat(undo.turns(SESSION)).containsExactly(turn);
        assertThat(revertLast().restored()).containsExactly(work.resolve("a.txt"));
        assertThat(work.resolve("a.txt")).hasContent("one\ntwo");
    }

    @Test
    void turns_are_taken_back_one_after_the_other_also_after_a_restart() {
        run(ScriptedModel.create()
                .call("bash", Map.of("command", "echo 1 > a.txt"))
                .reply("done"));
        run(ScriptedModel.create()
                .call("bash", Map.of("command", "echo 2 > a.txt"))
                .reply("done"));
        undo = Undo.in(folder.resolve("undo"));
        agent(ScriptedModel.create());

        revertLast();
        assertThat(work.resolve("a.txt")).hasContent("1");
        undo = Undo.in(folder.resolve("undo"));
        agent(ScriptedModel.create());
        revertLast();

        assertThat(work.resolve("a.txt")).hasContent("one\ntwo");
        assertThat(undo.turns(SESSION)).isEmpty();
    }

    @Test
    void what_a_sub_agent_did_belongs_to_the_turn_it_worked_for() {
        run(ScriptedModel.create()
                .call("task", Map.of("title", "Write", "prompt", "write"))
                .call("bash", Map.of("command", "echo child > child.txt"))
                .reply("child done")
                .reply("done"));
        assertThat(work.resolve("child.txt")).exists();

        revertLast();

        assertThat(work.resolve("child.txt")).doesNotExist();
    }

    @Test
    void what_has_no_room_is_told_and_left() {
        undo = undo.keeping(10);
        put("big.txt", "x".repeat(100));

        run(ScriptedModel.create()
                .call("bash", Map.of("command", "echo y > big.txt"))
                .reply("done"));
        Reverted reverted = revertLast();

        assertThat(limited).isNotEmpty();
        assertThat(work.resolve("big.txt")).hasContent("y");
        assertThat(reverted.left())
                .singleElement()
                .satisfies(left -> assertThat(left.reason()).contains("not kept"));
    }

    @Test
    void a_file_that_was_only_hidden_before_is_never_deleted() throws IOException {
        put(".gitignore", "*.env\n");
        put("secret.env", "mine\n");
        put("other.env", "mine too");
        Files.setLastModifiedTime(work.resolve("other.env"), FileTime.fromMillis(1_000_000));

        run(ScriptedModel.create()
                .call("bash", Map.of("command", "mv other.env moved.txt"))
                .call("bash", Map.of("command", "rm .gitignore; echo more >> secret.env"))
                .reply("done"));
        revertLast();

        assertThat(work.resolve("moved.txt")).hasContent("mine too");
        assertThat(work.resolve("secret.env")).hasContent("mine\nmore");
        assertThat(work.resolve(".gitignore")).hasContent("*.env");
    }

    @Test
    void a_closed_session_keeps_only_what_its_undo_needs() throws IOException {
        put("large.txt", "x".repeat(10_000));

        run(ScriptedModel.create()
                .call("bash", Map.of("command", "echo 1 > a.txt"))
                .reply("done"));

        try (Stream<Path> blobs = Files.list(folder.resolve("undo/blobs"))) {
            assertThat(blobs).hasSize(1);
        }
        revertLast();
        assertThat(work.resolve("a.txt")).hasContent("one\ntwo");
    }

    @Test
    void a_session_takes_back_what_its_turns_did() {
        Map<String, String> before = tree();
        ScriptedModel model = ScriptedModel.create()
                .call("bash", Map.of("command", "echo 1 > a.txt"))
                .call("bash", Map.of("command", "echo 2 > a.txt; echo 2 > b.txt"))
                .reply("done");
        try (Session session = agent(model).session(SESSION)) {
            String turn = session.run("go").account().turn();

            Reverted rewound = session.rewind(turn, 1);

            assertThat(rewound.restored()).containsExactly(work.resolve("a.txt"), work.resolve("b.txt"));
            assertThat(work.resolve("a.txt")).hasContent("1");
            assertThat(session.revert(turn).left()).isEmpty();
            assertThat(tree()).isEqualTo(before);
        }
    }

    @Test
    void a_session_leaves_alone_what_a_person_wrote_later() {
        ScriptedModel model = ScriptedModel.create()
                .call("bash", Map.of("command", "echo agent > a.txt; echo agent > n.txt"))
                .reply("done");
        try (Session session = agent(model).session(SESSION)) {
            String turn = session.run("go").account().turn();
            put("a.txt", "person");

            Reverted reverted = session.revert(turn);

            assertThat(work.resolve("a.txt")).hasContent("person");
            assertThat(work.resolve("n.txt")).doesNotExist();
            assertThat(reverted.left()).extracting(Reverted.Left::path).containsExactly(work.resolve("a.txt"));
        }
    }

    @Test
    void what_a_resumed_turn_did_belongs_to_the_step_that_asked_for_it() throws Exception {
        ScriptedModel model = ScriptedModel.create()
                .call("bash", Map.of("command", "echo 1 > a.txt"))
                .reply("done");
        Agent asking = builder(model).permissions(Permissions.askBeforeChange()).build();
        String turn;
        try (Session session = asking.session(SESSION)) {
            Outcome paused = session.run("go");
            assertThat(paused).isInstanceOf(Outcome.Paused.class);
            String call = ((Outcome.Paused) paused).questions().get(0).callId();
            turn = session.resume(Map.of(call, Approver.Answer.once()))
                    .await()
                    .account()
                    .turn();

            assertThat(session.rewind(turn, 1).restored()).isEmpty();
            assertThat(session.rewind(turn, 0).restored()).containsExactly(work.resolve("a.txt"));
        }
    }

    @Test
    void a_turn_that_never_was_is_refused_by_name() {
        ScriptedModel model = ScriptedModel.create().reply("done");
        try (Session session = agent(model).session(SESSION)) {
            assertThatThrownBy(() -> session.revert("t9"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("session \"%s\" has had no turn \"t9\"; it has had none", SESSION);
            String turn = session.run("go").account().turn();

            assertThatThrownBy(() -> session.rewind("t9", 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("session \"%s\" has had no turn \"t9\"; its last was \"%s\"", SESSION, turn);
            assertThatThrownBy(() -> session.rewind(turn, -1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("no step -1");
            assertThat(session.revert(turn).restored()).isEmpty();
        }
    }

    @Test
    void nothing_is_taken_back_under_a_running_turn() throws Exception {
        ScriptedModel model = ScriptedModel.create().hangUntilCancelled();
        try (Session session = agent(model).session(SESSION)) {
            Turn turn = session.start(Input.of("go"));
            model.awaitHanging();

            assertThatThrownBy(() -> session.revert(turn.id())).isInstanceOf(TurnRunning.class);
            assertThatThrownBy(() -> session.rewind(turn.id(), 0)).isInstanceOf(TurnRunning.class);
            turn.cancel("over");
            turn.await();
            assertThat(session.revert(turn.id()).restored()).isEmpty();
        }
    }

    @Test
    void an_agent_without_undo_says_what_is_missing() {
        try (Session session =
                Agent.builder().model(ScriptedModel.create()).build().session()) {
            assertThatThrownBy(() -> session.revert("t"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("Undo.in(folder)");
        }
    }

    @Test
    void an_agent_without_a_workspace_cannot_have_it() {
        assertThatThrownBy(() ->
                        Agent.builder().model(ScriptedModel.create()).part(undo).build())
                .isInstanceOf(InvalidAgent.class)
                .hasMessageContaining("workspace");
    }

    private Reverted revertLast() {
        List<String> turns = undo.turns(SESSION);
        return undo.revert(SESSION, turns.get(turns.size() - 1));
    }

    private void run(ScriptedModel model) {
        try (Session session = agent(model).session(SESSION)) {
            assertThat(session.run("go").isDone()).isTrue();
        }
        model.assertExhausted();
    }

    private Agent agent(ScriptedModel model) {
        return builder(model).build();
    }

    private AgentBuilder builder(ScriptedModel model) {
        return Agent.builder()
                .model(model)
                .workspace(work)
                .tools(CodingTools.all())
                .tools(AgentTools.task())
                .permissions(Permissions.bypass())
                .part(undo)
                .listener(event -> {
                    if (event.event() instanceof UndoLimited told) {
                        limited.add(told);
                    }
                });
    }

    private void put(String path, String text) {
        try {
            Path file = work.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All of the workspace: folders, modes, targets of links, bytes. */
    private Map<String, String> tree() {
        Map<String, String> tree = new TreeMap<>();
        try (Stream<Path> all = Files.walk(work)) {
            for (Path path : all.toList()) {
                String what = "folder";
                if (Files.isSymbolicLink(path)) {
                    what = "link " + Files.readSymbolicLink(path);
                } else if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                    what = PosixFilePermissions.toString(Files.getPosixFilePermissions(path)) + " "
                            + Files.readString(path);
                }
                tree.put(work.relativize(path).toString(), what);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return tree;
    }
}
