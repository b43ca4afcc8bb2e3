package dev.mimo.memory.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.environment.Cancellation;
import dev.mimo.environment.CancelledException;
import dev.mimo.memory.MimoMemory;
import dev.mimo.model.BudgetedModel;
import dev.mimo.model.Cost;
import dev.mimo.model.Prices;
import dev.mimo.model.Reply;
import dev.mimo.model.Usage;
import dev.mimo.session.MemoryEntry;
import dev.mimo.session.MemoryEntry.Kind;
import dev.mimo.session.MemoryEntry.Origin;
import dev.mimo.session.MemoryEntry.Seen;
import dev.mimo.session.MemoryEntry.Status;
import dev.mimo.session.MemoryScope;
import dev.mimo.session.SessionId;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a dream asks a model, takes from it, and lets it take. */
class DreamModelIT {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final MemoryScope.Project PROJECT = new MemoryScope.Project("billing");
    private static final String KEEP = "{\"pairs\": [{\"pair\": 1, \"decision\": \"keep_both\"}]}";

    @TempDir
    Path root;

    private final ManualClock clock = new ManualClock(START);
    private MimoMemory memory;

    @BeforeEach
    void open() {
        memory = MimoMemory.builder(root)
                .clock(clock)
                .upkeepCost(Cost.usd("0.50"))
                .upkeepDeadline(Duration.ofMinutes(10))
                .build();
    }

    @AfterEach
    void close() {
        memory.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "I would rather sing.",
                "{\"pairs\": [",
                "[1, 2, 3]",
                "{}",
                "{\"pairs\": []}",
                "{\"pairs\": \"all\"}",
                "{\"pairs\": [{\"pair\": 1}]}",
                "{\"pairs\": [{\"pair\": 1, \"decision\": \"drop_both\"}]}",
                "{\"pairs\": [{\"pair\": 2, \"decision\": \"keep_both\"}]}",
                "{\"pairs\": [{\"pair\": 1, \"decision\": \"keep_first\"}, {\"pair\": 1, \"decision\": \"keep_second\"}]}",
                "{\"pairs\": [{\"pair\": 1, \"decision\": \"keep_first\", \"entry\": \"u\"}]}",
                "{\"pairs\": [{\"pair\": 1, \"decision\": \"keep_first\"}], \"wordings\": [{\"wording\": 1, \"text\": \"x\"}]}",
                "{\"pairs\": [{\"pair\": 1, \"decision\": \"merge\", \"text\": \"two\\nlines\"}]}",
                "{\"pairs\": [{\"pair\": 1, \"decision\": \"merge\", \"text\": \"the api listens on port 7\"}]}"
            })
    void nonsense_changes_nothing(String answer) throws IOException {
        remember(port("a", "8080"), port("b", "9090"), fact("c", "lion sleeps where lions do"));
        byte[] before = bytes();
        ScriptedModel model = ScriptedModel.create().reply(answer).reply(answer);

        UpkeepRun run = memory.dream(PROJECT).model(model).run();

        assertThat(run.status()).isEqualTo(UpkeepRun.Status.FAILED);
        assertThat(bytes()).isEqualTo(before);
        model.assertExhausted();
    }

    @Test
    void what_a_model_left_as_it_is_is_asked_about_again_only_when_its_words_change() {
        remember(port("a", "8080"), port("b", "9090"));
        ScriptedModel model = ScriptedModel.create().reply(KEEP).reply(KEEP);
        Dream dream = memory.dream(PROJECT).model(model);

        dream.run();
        dream.run();
        dream.run();
        assertThat(model.prompts()).hasSize(1);

        memory.layers()
                .update(
                        PROJECT,
                        entries -> entries.stream()
                                .map(entry -> entry.id().equals("b")
                                        ? entry.withText(entry.text().replace("9090", "9191"))
                                        : entry)
                                .toList());
        dream.run();
        assertThat(model.prompts()).hasSize(2);
        model.assertExhausted();
    }

    @Test
    void a_plan_that_is_not_applied_settles_nothing() {
        remember(port("a", "8080"), port("b", "9090"));
        ScriptedModel model = ScriptedModel.create().reply(KEEP).reply(KEEP);
        Dream dream = memory.dream(PROJECT).model(model);

        dream.plan();
        dream.apply(dream.plan());

        assertThat(dream.plan().changes()).isEmpty();
        model.assertExhausted();
    }

    @Test
    void yesterday_becomes_a_day_and_what_is_long_gets_short() {
        String padding = "which we all found out after a while of looking at it from many sides ".repeat(6);
        remember(
                fact("a", "the server was moved to the other rack yesterday"),
                fact("b", "the build of the shop needs JDK 17, " + padding.strip()));
        ScriptedModel model = ScriptedModel.create().reply("""
                {"wordings": [{"wording": 1, "text": "the server was moved to the other rack on 2026-02-28"},
                              {"wording": 2, "text": "the build of the shop needs JDK 17"}]}""");

        UpkeepRun run = memory.dream(PROJECT).model(model).run();

        assertThat(run.status()).isEqualTo(UpkeepRun.Status.APPLIED);
        assertThat(memory.layers().read(PROJECT).entries())
                .extracting(MemoryEntry::text)
                .contains("the server was moved to the other rack on 2026-02-28", "the build of the shop needs JDK 17");
    }

    @Test
    void plain_apply_begins_the_seven_days_anew() {
        Dream dream = memory.dream(PROJECT);
        assertThat(dream.runDue()).isNull();
        remember(fact("a", "the build needs JDK 17"), fact("b", "the build needs JDK 17"));
        clock.advance(Duration.ofDays(6));
        dream.apply(dream.plan());
        remember(port("c", "8080"));

        clock.advance(Duration.ofDays(6));
        assertThat(dream.runDue()).isNull();
        clock.advance(Duration.ofDays(1));
        assertThat(dream.runDue()).isNotNull();
    }

    @Test
    void a_model_that_does_not_answer_in_time_is_a_failure() throws Exception {
        remember(port("a", "8080"), port("b", "9090"));
        ScriptedModel model = ScriptedModel.create().hangUntilCancelled();
        try (TestEnvironment world = TestEnvironment.create()) {
            Dream dream = memory.dream(PROJECT).model(model).environment(world.environment());
            CompletableFuture<UpkeepRun> run = CompletableFuture.supplyAsync(dream::run);
            model.awaitHanging();
            world.advance(Duration.ofMinutes(10));

            assertThat(run.get().status()).isEqualTo(UpkeepRun.Status.FAILED);
            assertThat(run.get().report().path("failure").asText()).isEqualTo("the deadline of 600 s is over");
        }
    }

    @Test
    void a_dream_that_is_cancelled_has_done_nothing_and_not_failed() throws Exception {
        Dream dream = memory.dream(PROJECT);
        assertThat(dream.runDue()).isNull();
        remember(
                port("a", "8080"),
                port("b", "9090"),
                fact("c", "the build needs JDK 17"),
                fact("d", "the build needs JDK 17"));
        clock.advance(Duration.ofDays(7));
        byte[] before = bytes();
        ScriptedModel model = ScriptedModel.create().hangUntilCancelled().reply(KEEP);
        Cancellation.Source signal = new Cancellation.Source();
        CompletableFuture<UpkeepRun> run = CompletableFuture.supplyAsync(
                () -> dream.model(model).cancellation(signal).runDue());
        model.awaitHanging();

        signal.cancel("memory was closed");

        assertThatThrownBy(run::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(CancelledException.class);
        assertThat(bytes()).isEqualTo(before);
        assertThat(dream.runs()).isEmpty();
        // It was no failure, so there is no pause.
        assertThat(dream.model(model).runDue()).extracting(UpkeepRun::status).isEqualTo(UpkeepRun.Status.APPLIED);
    }

    @Test
    void a_dream_whose_thread_is_interrupted_has_done_nothing_and_not_failed() throws Exception {
        remember(
                port("a", "8080"),
                port("b", "9090"),
                fact("c", "the build needs JDK 17"),
                fact("d", "the build needs JDK 17"));
        byte[] before = bytes();
        ScriptedModel model = ScriptedModel.create().respond(prompt -> {
            Thread.currentThread().interrupt();
            return Reply.text(KEEP);
        });
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread thread = new Thread(() -> memory.dream(PROJECT).model(model).run());
        thread.setUncaughtExceptionHandler((who, what) -> thrown.set(what));
        thread.start();
        thread.join();

        assertThat(thrown.get()).isInstanceOf(CancelledException.class);
        assertThat(bytes()).isEqualTo(before);
        assertThat(memory.dream(PROJECT).runs()).isEmpty();
    }

    @Test
    void a_dream_that_has_spent_its_money_asks_no_more() throws IOException {
        remember(port("a", "8080"), port("b", "9090"));
        byte[] before = bytes();
        ScriptedModel model = ScriptedModel.create()
                .prices(Prices.of("10", "10"))
                .usage(Usage.of(100_000, 1))
                .reply("no")
                .reply(KEEP);

        UpkeepRun run = memory.dream(PROJECT).model(new BudgetedModel(model)).run();

        assertThat(run.status()).isEqualTo(UpkeepRun.Status.FAILED);
        assertThat(run.report().path("failure").asText()).contains("the cost limit is reached");
        assertThat(model.prompts()).hasSize(1);
        assertThat(bytes()).isEqualTo(before);
    }

    /** Beside others that nothing is wrong with, so that what changes is less than 30 %. */
    private void remember(MemoryEntry... entries) {
        memory.layers().update(PROJECT, old -> {
            List<MemoryEntry> all = new ArrayList<>(old);
            if (all.isEmpty()) {
                for (String text : List.of("tiger", "bear", "wolf", "fox", "owl", "hare", "deer", "lynx", "seal")) {
                    all.add(fact("n-" + text, text + " sleeps where " + text + "s do"));
                }
            }
            all.addAll(List.of(entries));
            return all;
        });
    }

    private byte[] bytes() throws IOException {
        return Files.readAllBytes(memory.layers().file(PROJECT));
    }

    private static MemoryEntry port(String id, String port) {
        return fact(id, "the api listens on port " + port);
    }

    private static MemoryEntry fact(String id, String text) {
        return new MemoryEntry(
                id,
                Kind.FACT,
                text,
                Status.CONFIRMED,
                Origin.AGENT,
                Seen.once(START, SessionId.of("s1"), List.of()),
                List.of());
    }
}
