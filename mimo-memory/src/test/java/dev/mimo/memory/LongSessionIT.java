package dev.mimo.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.agent.Agent;
import dev.mimo.agent.InvalidAgent;
import dev.mimo.agent.Outcome;
import dev.mimo.agent.Session;
import dev.mimo.environment.MimoException;
import dev.mimo.memory.checkpoint.Checkpoint;
import dev.mimo.memory.checkpoint.CheckpointEvent;
import dev.mimo.memory.checkpoint.CheckpointPatch;
import dev.mimo.memory.checkpoint.CheckpointWriter;
import dev.mimo.memory.checkpoint.Section;
import dev.mimo.memory.rebuild.ContextEvent;
import dev.mimo.model.Content;
import dev.mimo.model.Message;
import dev.mimo.model.ModelException;
import dev.mimo.model.ModelRef;
import dev.mimo.model.Prompt;
import dev.mimo.model.Reply;
import dev.mimo.model.StopReason;
import dev.mimo.model.TokenEstimator;
import dev.mimo.model.Usage;
import dev.mimo.session.SessionId;
import dev.mimo.testing.EventRecorder;
import dev.mimo.testing.ScriptedModel;
import dev.mimo.tool.Tool;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LongSessionIT {

    private static final int WINDOW = 32_000;

    /** About 700 tokens. */
    private static final String NOISE = "the build said something of no importance at all; ".repeat(56);

    record Look(int number) {}

    @TempDir
    Path root;

    private final EventRecorder events = new EventRecorder();
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void each_mark_fires_once_and_again_after_a_rebuild() {
        try (MimoMemory memory = memory(LongSessionIT::keepsNothing);
                Session session = agent(memory, 90).session("long")) {
            Outcome outcome = session.run("Look at everything. Never touch main.");

            assertThat(outcome.isDone()).as(outcome.text()).isTrue();
        }
        List<ContextEvent.Rebuilt> rebuilt = events.events(ContextEvent.Rebuilt.class);
        assertThat(rebuilt).hasSizeGreaterThanOrEqualTo(2).allSatisfy(event -> {
            assertThat(event.cause()).isEqualTo("full");
            assertThat(event.accounting().share()).isLessThanOrEqualTo(0.45);
        });
        List<String> causes = events.events(CheckpointEvent.Started.class).stream()
                .map(CheckpointEvent.Started::cause)
                .toList();
        assertThat(causes)
                .startsWith("20 % of the context budget", "45 % of the context budget", "70 % of the context budget");
    }

    @Test
    void what_the_user_said_first_is_seen_after_every_rebuild() {
        try (MimoMemory memory = memory(LongSessionIT::keepsNothing)) {
            ScriptedModel model = looking(90);
            try (Session session = agent(memory, model).session("long")) {
                session.run("Look at everything. Never touch main.");
            }
            assertThat(model.prompts()
                            .get(model.prompts().size() - 1)
                            .messages()
                            .toString())
                    .contains("Never touch main.");
        }
    }

    @Test
    void a_session_goes_on_elsewhere_with_the_same_window() {
        ScriptedModel first = looking(50);
        try (MimoMemory memory = memory(LongSessionIT::keepsNothing);
                Session session = agent(memory, first).session("long")) {
            session.run("Look at everything.");
        }
        ScriptedModel second = looking(0);
        try (MimoMemory memory = memory(LongSessionIT::keepsNothing);
                Session session = agent(memory, second).session("long")) {
            session.run("And now?");
        }
        List<Message> before = last(first).messages();
        List<Message> after = last(second).messages();
        assertThat(after.subList(0, before.size())).isEqualTo(before);
        assertThat(events.events(ContextEvent.Rebuilt.class)).isNotEmpty();
    }

    @Test
    void a_host_can_ask_for_a_new_window() {
        ScriptedModel model = looking(5);
        try (MimoMemory memory = memory(LongSessionIT::keepsNothing);
                Session session = agent(memory, model).session("long")) {
            session.run("Look at everything.");
            memory.rebuild(session);
            session.run("And now?");
        }
        assertThat(events.events(ContextEvent.Rebuilt.class))
                .singleElement()
                .satisfies(event -> assertThat(event.cause()).isEqualTo("asked"));
        assertThat(last(model).messages().get(0).toString()).contains("<context>");
    }

    @Test
    void a_writer_that_fails_leaves_the_digest() {
        CheckpointWriter broken = material -> {
            throw new MimoException("no writer today");
        };
        try (MimoMemory memory = memory(broken)) {
            try (Session session = agent(memory, 30).session("long")) {
                session.run("Look at everything. Never touch main.");
            }
            Checkpoint latest = memory.checkpoints().findLatest(SessionId.of("long"));
            assertThat(latest).isNotNull();
            assertThat(latest.making().status()).isEqualTo(Checkpoint.Status.EXTRACTIVE);
            assertThat(latest.items(Section.ACTIVE_INTENT).toString()).contains("Never touch main.");
        }
        assertThat(events.events(CheckpointEvent.Failed.class)).isNotEmpty();
    }

    @Test
    void a_provider_that_says_the_prompt_is_too_long_gets_a_shorter_one() {
        AtomicInteger refused = new AtomicInteger();
        AtomicInteger left = new AtomicInteger(40);
        ScriptedModel model = ScriptedModel.always(prompt -> {
                    if (tokens(prompt) > 6_000) {
                        refused.incrementAndGet();
                        throw overflow();
                    }
                    return look(prompt, left);
                })
                .window(1_000_000);
        try (MimoMemory memory = memory(LongSessionIT::keepsNothing);
                Session session = agent(memory, model).session("long")) {
            Outcome outcome = session.run("Look at everything. Never touch main.");

            assertThat(outcome.isDone()).as(outcome.toString()).isTrue();
        }
        List<ContextEvent.Rebuilt> rebuilt = events.events(ContextEvent.Rebuilt.class);
        assertThat(rebuilt.get(0).cause()).isEqualTo("overflow");
        assertThat(refused.get())
                .isEqualTo(rebuilt.stream()
                        .filter(event -> event.cause().equals("overflow"))
                        .count());
        assertThat(last(model).messages().toString()).contains("Never touch main.");
    }

    @Test
    void a_window_that_instructions_fill_is_refused_when_the_agent_is_built() {
        try (MimoMemory memory = memory(LongSessionIT::keepsNothing)) {
            assertThatThrownBy(() -> Agent.builder()
                            .model(ScriptedModel.create().window(8_000))
                            .instructions("Mind this. ".repeat(2_000))
                            .memory(memory)
                            .build())
                    .isInstanceOf(InvalidAgent.class)
                    .hasMessageContaining("context budget of 6000");
        }
    }

    private static ModelException overflow() {
        return new ModelException.ContextOverflow(
                ModelException.Failure.of(new ModelRef("far", "away"), "too long"), null, null);
    }

    private static CheckpointPatch keepsNothing(CheckpointWriter.Material material) {
        return new CheckpointPatch(material.range().to(), Map.of(), List.of());
    }

    private MimoMemory memory(CheckpointWriter writer) {
        return MimoMemory.builder(root).project("world").writer(writer).build();
    }

    private Agent agent(MimoMemory memory, int looks) {
        return agent(memory, looking(looks));
    }

    private Agent agent(MimoMemory memory, ScriptedModel model) {
        return Agent.builder()
                .model(model)
                .tools(Tool.of("look", "Looks.", Look.class, (look, context) -> look.number() + ": " + NOISE))
                .memory(memory)
                .listener(event -> events.emit(event.event()))
                .build();
    }

    /** Calls the tool so many times, then is done. Counts tokens as a provider would, in its own way. */
    private ScriptedModel looking(int looks) {
        AtomicInteger left = new AtomicInteger(looks);
        return ScriptedModel.always(prompt -> look(prompt, left)).window(WINDOW);
    }

    private Reply look(Prompt prompt, AtomicInteger left) {
        Content content = left.getAndDecrement() > 0
                ? ScriptedModel.toolCall("look", new Look(asked.incrementAndGet()))
                : Content.text("all seen");
        StopReason reason = content instanceof Content.Text ? StopReason.STOP : StopReason.TOOL_CALLS;
        return new Reply(Message.assistant(content), reason, Usage.of(tokens(prompt), 20), null);
    }

    private static long tokens(Prompt prompt) {
        return TokenEstimator.byScript().estimate(prompt.messages().toString()) * 9 / 10;
    }

    private static Prompt last(ScriptedModel model) {
        return model.prompts().get(model.prompts().size() - 1);
    }
}
