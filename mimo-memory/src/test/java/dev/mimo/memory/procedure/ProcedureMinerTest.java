package dev.mimo.memory.procedure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.StopReason;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.model.Usage;
import dev.mimo.session.Entry;
import dev.mimo.session.InMemorySessionStore;
import dev.mimo.session.SessionId;
import dev.mimo.session.SessionLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ProcedureMinerTest {

    private final InMemorySessionStore store = new InMemorySessionStore();
    private final ProcedureMiner miner = new ProcedureMiner();
    private int sessions;

    @Test
    void the_same_work_on_other_things_is_one_procedure() {
        session("git tag v1", "npm run build", "npm publish");
        session("git tag v2", "ls", "npm run build", "cat package.json", "npm publish");
        session("make", "git tag v3", "npm run build", "npm publish", "make");

        List<Procedure> found = miner.mine();

        assertThat(found).hasSize(1);
        Procedure procedure = found.get(0);
        assertThat(procedure.steps())
                .extracting(part -> part.step().shape())
                .containsExactly("bash: git tag ‹number›", "bash: npm run build", "bash: npm publish");
        assertThat(procedure.count()).isEqualTo(3);
        assertThat(procedure.sessions()).containsExactly(SessionId.of("s1"), SessionId.of("s2"), SessionId.of("s3"));
        assertThat(procedure.steps().get(0).examples()).containsExactly("git tag v1", "git tag v2", "git tag v3");
    }

    @Test
    void two_times_or_one_session_are_no_procedure() {
        session("git tag v1", "npm publish", "git tag v2", "npm publish", "git tag v3", "npm publish");
        session("make clean", "make dist");
        session("make clean", "make dist");

        assertThat(miner.mine()).isEmpty();
    }

    @Test
    void what_all_work_looks_like_is_no_procedure() {
        for (int i = 0; i < 5; i++) {
            session("edit src/A" + i + ".java", "./mvnw -q test", "edit src/B.java", "./mvnw -q test");
        }

        assertThat(miner.mine()).isEmpty();
    }

    @Test
    void a_part_of_a_longer_procedure_is_not_told_beside_it() {
        for (int i = 0; i < 4; i++) {
            session("make a", "make b", "make c", "make d", "make e");
        }

        assertThat(miner.mine())
                .singleElement()
                .satisfies(procedure -> assertThat(procedure.steps()).hasSize(5));
    }

    @Test
    void calls_that_failed_are_no_steps() {
        for (int i = 0; i < 3; i++) {
            session("make a", "!make wrong", "make b");
        }

        assertThat(miner.mine())
                .singleElement()
                .satisfies(procedure -> assertThat(procedure.steps()).hasSize(2));
    }

    @Property(tries = 50)
    void planted_work_is_found_as_often_as_it_was_done_and_noise_is_not(
            @ForAll @IntRange(min = 3, max = 8) int times,
            @ForAll @IntRange(min = 2, max = 6) int length,
            @ForAll long seed) {
        Random random = new Random(seed);
        ProcedureMinerTest world = new ProcedureMinerTest();
        for (int i = 0; i < times; i++) {
            List<String> commands = new ArrayList<>();
            noise(random, commands);
            for (int step = 0; step < length; step++) {
                commands.add("make planted-" + (char) ('a' + step));
            }
            noise(random, commands);
            world.session(commands.toArray(String[]::new));
        }

        List<Procedure> found = world.miner.mine();

        assertThat(found).hasSize(1);
        assertThat(found.get(0).count()).isEqualTo(times);
        assertThat(found.get(0).steps()).hasSize(length);
    }

    /** Programs that are never run twice. */
    private static void noise(Random random, List<String> commands) {
        for (int i = random.nextInt(6); i > 0; i--) {
            commands.add("run" + Long.toHexString(random.nextLong()).replaceAll("\\d", "x") + " now");
        }
    }

    /** A command that begins with an exclamation mark fails; what begins with edit edits. */
    private void session(String... commands) {
        SessionId id = SessionId.of("s" + ++sessions);
        try (SessionLog log = store.open(id)) {
            for (int i = 0; i < commands.length; i++) {
                boolean fails = commands[i].startsWith("!");
                ToolCall call = commands[i].startsWith("edit ")
                        ? ToolCall.of("c" + i, "edit", Json.object().put("path", commands[i].substring(5)))
                        : ToolCall.of("c" + i, "bash", Json.object().put("command", commands[i].replace("!", "")));
                ToolResult result = fails ? ToolResult.error(call, "exit code 1") : ToolResult.of(call, "ok");
                log.append(List.of(
                        new Entry.ReplyAdded(
                                Message.assistant(new Content[] {call}), StopReason.TOOL_CALLS, Usage.none()),
                        new Entry.CallFinished(result)));
            }
            miner.add(id, log.transcript());
        }
    }
}
