package dev.mimo.examples.recall;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.agent.Agent;
import dev.mimo.agent.AgentEvent;
import dev.mimo.agent.Outcome;
import dev.mimo.agent.Session;
import dev.mimo.environment.Environment;
import dev.mimo.examples.recall.Recalled.Miss;
import dev.mimo.examples.recall.Score.Verdict;
import dev.mimo.model.Model;
import dev.mimo.model.ModelCall;
import dev.mimo.model.ModelFacts;
import dev.mimo.model.Prompt;
import dev.mimo.model.Reply;
import dev.mimo.permission.Permissions;
import dev.mimo.tool.Doc;
import dev.mimo.tool.Effect;
import dev.mimo.tool.Tool;
import dev.mimo.tool.ToolContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.DoubleAccumulator;
import org.jspecify.annotations.Nullable;

/** Leads one agent through a world and counts what it recalls. For one thread. */
final class RecallRun {

    private static final String INSTRUCTIONS = """
            You work on a large code base, one task after the other, with the tool `work`, and go on until it names no next \
            task. When the user asks something, answer from what you know; what you do not know, look up once.""";

    private final World world;
    private final WorldClock clock;
    private final Remembering memory;
    private final Progress progress;
    private final Score score = new Score();
    private final Score late = new Score();
    private final List<Miss> misses = new ArrayList<>();
    private long prompt;
    private long cached;
    private long output;
    private int steps;
    private final AtomicInteger rebuilds = new AtomicInteger();
    private final DoubleAccumulator maxShare = new DoubleAccumulator(Math::max, 0);

    /** Hears how far it is. */
    @FunctionalInterface
    interface Progress {
        void at(String name, int steps, int rebuilds);
    }

    record Work(@Doc("what to do") String task) {}

    /** The memory goes by the same clock. */
    RecallRun(World world, WorldClock clock, Remembering memory, Progress progress) {
        this.clock = clock;
        this.world = world;
        this.memory = memory;
        this.progress = progress;
    }

    /** Goes through all of it, with a model of that window. */
    Recalled run(int window) {
        long started = System.nanoTime();
        try (Background background = new Background();
                Environment environment =
                        Environment.builder().clock(clock).executor(background).build()) {
            ReaderModel reader = new ReaderModel(memory.isUnlimited() ? Integer.MAX_VALUE : window);
            play(agent(environment, new Unhurried(reader, background, clock)));
        }
        return new Recalled(
                memory.name(),
                score,
                late,
                new Recalled.Tokens(prompt, cached, output, memory.tokensBeside()),
                new Recalled.Window(rebuilds.get(), maxShare.get()),
                misses,
                Duration.ofNanos(System.nanoTime() - started));
    }

    private Agent agent(Environment environment, Model model) {
        Tool work = Tool.of(ReaderModel.WORK, "Does a task and prints what came of it.", Work.class, this::work)
                .effect(Effect.STATE);
        return Agent.builder()
                .name("worker")
                .model(model)
                .instructions(INSTRUCTIONS)
                .tools(work)
                .permissions(Permissions.bypass())
                .memory(memory.part())
                .listener(this::hear)
                .environment(environment)
                .build();
    }

    /** Answers once what goes on beside the agent is done, and lets time pass. */
    private record Unhurried(Model inner, Background background, WorldClock clock) implements Model {
        @Override
        public Reply reply(Prompt prompt, ModelCall call) {
            background.settle();
            clock.step();
            return inner.reply(prompt, call);
        }

        @Override
        public ModelFacts facts() {
            return inner.facts();
        }
    }

    private void play(Agent agent) {
        Session session = null;
        try {
            for (World.Act act : world.acts()) {
                String id = "world-" + act.session();
                if (session == null || !session.id().value().equals(id)) {
                    close(session);
                    clock.session();
                    session = agent.session(id);
                }
                play(act, session);
            }
        } finally {
            close(session);
        }
    }

    private static void close(@Nullable Session session) {
        if (session != null) {
            session.close();
        }
    }

    private String work(Work work, ToolContext context) {
        progress.at(memory.name(), ++steps, rebuilds.get());
        return world.work(work.task());
    }

    private void play(World.Act act, Session session) {
        if (act instanceof World.Act.Ask ask) {
            judge(ask, run(session, ask.planted().question()));
        } else if (act instanceof World.Act.Work work) {
            run(session, work.text());
        }
    }

    private Outcome run(Session session, String words) {
        Outcome outcome = session.run(words);
        if (!outcome.isDone()) {
            throw new IllegalStateException(
                    memory.name() + " did not get through: " + outcome.type() + ": " + outcome.text());
        }
        prompt += outcome.usage().prompt();
        cached += outcome.usage().cacheRead();
        output += outcome.usage().output();
        return outcome;
    }

    private void judge(World.Act.Ask ask, Outcome outcome) {
        Planted asked = ask.planted();
        String answer = outcome.text();
        Verdict verdict = answer.equals(ReaderModel.UNKNOWN)
                ? Verdict.UNKNOWN
                : !answer.equals(ReaderModel.ANSWER + asked.value())
                        ? Verdict.WRONG
                        : outcome.steps() == 1 ? Verdict.PROMPT : Verdict.SEARCH;
        score.add(asked.kind(), verdict);
        if (rebuilds.get() >= Recalled.MANY_REBUILDS) {
            late.add(asked.kind(), verdict);
        }
        if (!verdict.isRight()) {
            misses.add(new Miss(asked, ask.session(), answer, verdict));
        }
    }

    private void hear(AgentEvent event) {
        switch (event.type()) {
            case "context_rebuilt" -> {
                ObjectNode told = event.event().toJson();
                long head = told.path("head").asLong();
                double room = told.path("budget").asLong() - head;
                maxShare.accumulate((told.path("after").asLong() - head) / room);
                rebuilds.incrementAndGet();
            }
            case "context_summarised" -> rebuilds.incrementAndGet();
            default -> {}
        }
    }
}
