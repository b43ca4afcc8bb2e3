package dev.mimo.memory.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.agent.Agent;
import dev.mimo.agent.Session;
import dev.mimo.environment.Event;
import dev.mimo.memory.MimoMemory;
import dev.mimo.model.Model;
import dev.mimo.model.Role;
import dev.mimo.session.MemoryEntry;
import dev.mimo.session.MemoryEntry.Kind;
import dev.mimo.session.MemoryEntry.Origin;
import dev.mimo.session.MemoryEntry.Seen;
import dev.mimo.session.MemoryEntry.Status;
import dev.mimo.session.SessionId;
import dev.mimo.testing.ManualClock;
import dev.mimo.testing.ScriptedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpkeepBesideAgentsIT {

    @TempDir
    Path root;

    private final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T10:00:00Z"));
    private final BlockingQueue<Event> told = new LinkedBlockingQueue<>();
    private Path workspace;

    @BeforeEach
    void make() throws IOException {
        workspace = Files.createDirectories(root.resolve("work"));
    }

    @Test
    void a_dream_that_is_due_runs_when_a_session_begins() throws Exception {
        try (MimoMemory memory = memory(UpkeepMode.BY_ITSELF)) {
            Agent agent = agent(memory, ScriptedModel.create());
            agent.session("first").close();
            rememberTwice(memory);
            clock.advance(Duration.ofDays(7));

            try (Session session = agent.session("second")) {
                assertThat(finished().run().status()).isEqualTo(UpkeepRun.Status.APPLIED);
                assertThat(session.messages()).isEmpty();
            }
            assertThat(memory.dream(workspace).runs()).hasSize(1);
        }
    }

    @Test
    void a_host_may_only_want_to_be_told_or_start_jobs_itself() throws Exception {
        try (MimoMemory memory = memory(UpkeepMode.PLAN_ONLY)) {
            Agent agent = agent(memory, ScriptedModel.create());
            agent.session("first").close();
            rememberTwice(memory);
            clock.advance(Duration.ofDays(7));

            agent.session("second").close();

            assertThat(finished().run().status()).isEqualTo(UpkeepRun.Status.PLANNED);
            assertThat(memory.layers().read(memory.projects().of(workspace)).entries())
                    .hasSize(10);
        }
        told.clear();
        try (MimoMemory memory = memory(UpkeepMode.BY_HAND)) {
            agent(memory, ScriptedModel.create()).session("third").close();
            clock.advance(Duration.ofDays(7));

            assertThat(told).isEmpty();
            assertThat(memory.runDue()).extracting(UpkeepRun::status).containsExactly(UpkeepRun.Status.APPLIED);
            assertThat(memory.runDue()).isEmpty();
        }
    }

    @Test
    void closing_ends_a_job_at_once_and_it_goes_on_the_next_time() throws Exception {
        ScriptedModel slow = ScriptedModel.create().hangUntilCancelled();
        MimoMemory memory = memory(UpkeepMode.BY_ITSELF);
        Agent agent = agent(memory, slow);
        agent.session("first").close();
        remember(memory, entry("a", "the api listens on port 8080"), entry("b", "the api listens on port 9090"));
        clock.advance(Duration.ofDays(7));
        agent.session("second").close();
        slow.awaitHanging();

        memory.close();

        try (MimoMemory again = memory(UpkeepMode.BY_ITSELF)) {
            assertThat(again.dream(workspace).runs()).isEmpty();
            Agent other = agent(again, ScriptedModel.create().reply("""
                    {"pairs": [{"pair": 1, "decision": "keep_second"}]}"""));
            other.session("third").close();
            assertThat(finished().run().status()).isEqualTo(UpkeepRun.Status.APPLIED);
        }
    }

    private MimoMemory memory(UpkeepMode mode) {
        return MimoMemory.builder(root.resolve("home"))
                .clock(clock)
                .upkeep(mode)
                .build();
    }

    private Agent agent(MimoMemory memory, Model upkeep) {
        return Agent.builder()
                .model(ScriptedModel.create())
                .model(Role.UPKEEP, upkeep)
                .workspace(workspace)
                .memory(memory)
                .listener(event -> told.add(event.event()))
                .build();
    }

    private UpkeepEvent.UpkeepFinished finished() throws InterruptedException {
        while (true) {
            Event event = Objects.requireNonNull(told.poll(30, TimeUnit.SECONDS), "nothing was told");
            if (event instanceof UpkeepEvent.UpkeepFinished finished) {
                return finished;
            }
        }
    }

    private void rememberTwice(MimoMemory memory) {
        remember(memory, entry("a", "The build needs JDK 17"), entry("b", "the build needs  JDK 17."));
    }

    /** Among others, so that one of them may go. */
    private void remember(MimoMemory memory, MemoryEntry... entries) {
        List<MemoryEntry> all = new ArrayList<>(List.of(entries));
        for (String text : List.of("lion", "tiger", "bear", "wolf", "fox", "owl", "hare", "deer")) {
            all.add(entry("n-" + text, text + " sleeps where " + text + "s do"));
        }
        memory.layers().update(memory.projects().of(workspace), old -> all);
    }

    private MemoryEntry entry(String id, String text) {
        return new MemoryEntry(
                id,
                Kind.FACT,
                text,
                Status.CONFIRMED,
                Origin.AGENT,
                Seen.once(clock.instant(), SessionId.of("s1"), List.of()),
                List.of());
    }
}
