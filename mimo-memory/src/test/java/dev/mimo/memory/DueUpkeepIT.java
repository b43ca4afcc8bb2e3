package dev.mimo.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.agent.Agent;
import dev.mimo.agent.AgentEvent;
import dev.mimo.agent.Session;
import dev.mimo.environment.Cancellation;
import dev.mimo.environment.Event;
import dev.mimo.memory.upkeep.UpkeepEvent.UpkeepFinished;
import dev.mimo.memory.upkeep.UpkeepEvent.UpkeepSkipped;
import dev.mimo.memory.upkeep.UpkeepRun;
import dev.mimo.model.Model;
import dev.mimo.model.Reply;
import dev.mimo.model.Role;
import dev.mimo.session.InMemoryMemoryStore;
import dev.mimo.session.MemoryEntry;
import dev.mimo.session.MemoryScope;
import dev.mimo.session.SessionId;
import dev.mimo.testing.Gate;
import dev.mimo.testing.ManualClock;
import dev.mimo.testing.ScriptedModel;
import dev.mimo.testing.TestEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DueUpkeepIT {

    private static final Duration WEEK = Duration.ofDays(7);
    private static final String SETTLED = """
            {"pairs": [{"pair": 1, "decision": "keep_second"}]}""";

    @TempDir
    Path root;

    private final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T10:00:00Z"));
    private final TestEnvironment environment = TestEnvironment.create();
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private Path workspace;
    private MimoMemory memory;

    @BeforeEach
    void open() throws IOException {
        workspace = Files.createDirectories(root.resolve("work"));
        memory = builder().build();
    }

    @AfterEach
    void close() {
        memory.close();
        environment.close();
    }

    @Test
    void a_session_opens_and_works_while_what_is_due_is_run() throws InterruptedException {
        Gate gate = new Gate();
        seenAWeekAgo();
        Session session = agent((prompt, call) -> {
                    gate.pass(call.cancellation());
                    return Reply.text(SETTLED);
                })
                .session();
        gate.awaitArrival();

        assertThat(session.run("go").isDone()).isTrue();
        assertThat(events(UpkeepFinished.class)).isEmpty();

        gate.open();
        environment.awaitQuiet();
        assertThat(events(UpkeepFinished.class))
                .extracting(event -> event.run().status())
                .containsExactly(UpkeepRun.Status.APPLIED);
        session.close();
    }

    @Test
    void sessions_that_open_side_by_side_have_it_run_once() throws InterruptedException {
        seenAWeekAgo();
        ScriptedModel model = ScriptedModel.create().reply(SETTLED);
        Agent agent = agent(model);

        List<Session> sessions = List.of(agent.session(), agent.session(), agent.session());
        environment.awaitQuiet();

        assertThat(events(UpkeepFinished.class)).hasSize(1);
        model.assertExhausted();
        sessions.forEach(Session::close);
    }

    @Test
    void closing_cuts_it_off_and_the_next_time_it_is_done() throws InterruptedException {
        Gate never = new Gate();
        seenAWeekAgo();
        Session session = agent((prompt, call) -> {
                    never.pass(call.cancellation());
                    throw new AssertionError("passed a gate that is never opened");
                })
                .session();
        never.awaitArrival();

        close(session);

        assertThat(events(UpkeepSkipped.class)).hasSize(1);
        memory = builder().build();
        assertThat(memory.dream(workspace).runs()).isEmpty();
        Session next = agent(ScriptedModel.create().reply(SETTLED)).session();
        environment.awaitQuiet();
        assertThat(events(UpkeepFinished.class)).hasSize(1);
        next.close();
    }

    @Test
    void closing_ends_a_model_that_does_not_hear_of_it_within_two_seconds() throws InterruptedException {
        Gate deaf = new Gate();
        seenAWeekAgo();
        Session session = agent((prompt, call) -> {
                    deaf.pass(Cancellation.never());
                    throw new AssertionError("passed a gate that is never opened");
                })
                .session();
        deaf.awaitArrival();
        long start = System.nanoTime();

        close(session);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        environment.awaitQuiet();
        memory = builder().build();
        assertThat(memory.dream(workspace).runs()).isEmpty();
    }

    @Test
    void a_host_that_took_it_over_runs_it_when_it_likes() throws InterruptedException {
        seenAWeekAgo();
        memory.close();
        memory = builder().upkeep(Upkeep.BY_HOST).build();
        agent(ScriptedModel.create().reply(SETTLED)).session().close();
        environment.awaitQuiet();
        assertThat(memory.dream(workspace).runs()).isEmpty();

        List<UpkeepRun> runs = memory.runDue();

        assertThat(runs).extracting(UpkeepRun::status).containsExactly(UpkeepRun.Status.APPLIED);
        assertThat(memory.runDue()).isEmpty();
    }

    @Test
    void where_the_host_keeps_what_is_remembered_it_is_said_once_that_there_is_no_upkeep() {
        memory.close();
        memory = builder().memories(new InMemoryMemoryStore()).build();
        Agent agent = agent(ScriptedModel.create());

        agent.session().close();
        agent.session().close();

        assertThat(events(UpkeepSkipped.class)).hasSize(1);
        assertThat(memory.runDue()).isEmpty();
    }

    @Test
    void what_was_accepted_is_offered_by_the_next_agent() throws IOException {
        Path skill = memory.assets(workspace).resolve("skills/release/SKILL.md");
        Files.createDirectories(skill.getParent());
        Files.writeString(skill, "---\nname: release\ndescription: Makes a release\n---\nDo it.");
        Path checker = Files.createDirectories(memory.assets(workspace).resolve("agents"));
        Files.writeString(
                checker.resolve("checker.md"), "---\nname: checker\ndescription: Checks it\n---\nYou check it.");
        ScriptedModel main = ScriptedModel.create().reply("done");

        Agent.builder().model(main).workspace(workspace).memory(memory).build().run("go");

        assertThat(main.prompts().get(0).tools().toString()).contains("- release: Makes a release", "Checks it");
    }

    private MemoryBuilder builder() {
        return MimoMemory.builder(root.resolve("home")).clock(clock);
    }

    private Agent agent(Model upkeep) {
        return Agent.builder()
                .environment(environment.environment())
                .model((prompt, call) -> Reply.text("done"))
                .model(Role.UPKEEP, upkeep)
                .workspace(workspace)
                .memory(memory)
                .listener(this::heard)
                .build();
    }

    private void heard(AgentEvent stamped) {
        events.add(stamped.event());
    }

    private void close(Session session) {
        session.close();
        memory.close();
    }

    /** A project that was first seen a week ago, and holds two entries that only a model can tell apart. */
    private void seenAWeekAgo() throws InterruptedException {
        agent(ScriptedModel.create()).session().close();
        environment.awaitQuiet();
        MemoryScope.Project project = memory.projects().of(workspace);
        memory.layers().update(project, old -> {
            List<MemoryEntry> all = new ArrayList<>();
            for (String text : List.of("lion", "tiger", "bear", "wolf")) {
                all.add(fact(text, text + " sleeps where " + text + "s do"));
            }
            all.add(fact("a", "the api listens on port 8080"));
            all.add(fact("b", "the api listens on port 9090"));
            return all;
        });
        clock.advance(WEEK);
        events.clear();
    }

    private MemoryEntry fact(String id, String text) {
        return new MemoryEntry(
                id,
                MemoryEntry.Kind.FACT,
                text,
                MemoryEntry.Status.CONFIRMED,
                MemoryEntry.Origin.AGENT,
                MemoryEntry.Seen.once(clock.instant(), SessionId.of("s1"), List.of()),
                List.of());
    }

    private <E extends Event> List<E> events(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
