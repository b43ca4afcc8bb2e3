package dev.mimo.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.Model;
import dev.mimo.model.ModelOptions;
import dev.mimo.model.Prompt;
import dev.mimo.model.Reply;
import dev.mimo.model.Role;
import dev.mimo.model.StopReason;
import dev.mimo.model.ToolCall;
import dev.mimo.model.Usage;
import dev.mimo.permission.Approver;
import dev.mimo.session.Entry;
import dev.mimo.session.InMemorySessionStore;
import dev.mimo.session.SessionId;
import dev.mimo.session.SessionLog;
import dev.mimo.session.SessionStore;
import dev.mimo.testing.Faults;
import dev.mimo.testing.PromptProtocol;
import dev.mimo.tool.Effect;
import dev.mimo.tool.Tool;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/**
 * Whatever happens, in whatever order, the next prompt is valid for a provider and no side effect happens twice: cancelled
 * turns, denials, pauses, crashes before and after any append, calls side by side, calls that cannot be run, sub-agents that
 * meet all of that.
 */
class HistoryValidityTest {

    private static final int TURNS = 6;

    record Word(String text) {}

    /** One agent's world: what has happened in it survives a crash. */
    private static final class World {

        final Random random;
        final InMemorySessionStore store = new InMemorySessionStore();
        final Map<String, Integer> effects = new ConcurrentHashMap<>();
        final AtomicReference<@Nullable Turn> turn = new AtomicReference<>();
        int calls;

        World(long seed) {
            random = new Random(seed);
        }

        synchronized int next(int bound) {
            return random.nextInt(bound);
        }

        Tool tool(String name, Effect effect) {
            return Tool.of(name, name, Word.class, (w, ctx) -> {
                        if (effect != Effect.READ) {
                            effects.merge(ctx.session() + "/" + ctx.callId(), 1, Integer::sum);
                        }
                        return run(w);
                    })
                    .effect(effect);
        }

        private Object run(Word word) {
            int dice = next(12);
            Turn running = turn.get();
            if (dice == 0 && running != null) {
                running.cancel("somebody cancelled");
            } else if (dice == 1 && running != null) {
                running.steer("look at " + word.text());
            } else if (dice == 2) {
                throw new IllegalStateException("tool failed");
            }
            return word.text();
        }

        Model model() {
            PromptProtocol protocol = PromptProtocol.shape();
            return (prompt, call) -> {
                protocol.check(Role.MAIN, prompt);
                return answer();
            };
        }

        private synchronized Reply answer() {
            int dice = next(10);
            if (dice < 3) {
                return Reply.text(dice == 0 ? "" : "all done " + calls);
            }
            List<Content> content = new ArrayList<>();
            content.add(Content.text("step " + calls));
            for (int i = 1 + next(4); i > 0; i--) {
                content.add(call());
            }
            StopReason reason = next(4) == 0 ? StopReason.LENGTH : StopReason.TOOL_CALLS;
            return new Reply(new Message.Assistant(content, null, null), reason, Usage.of(10, 1), null);
        }

        private ToolCall call() {
            String id = next(8) == 0 ? "twice" : "call" + calls;
            String[] names = {"look", "look", "change", "send", "nothing", "task"};
            String name = names[next(names.length)];
            ToolCall call = name.equals("task")
                    ? ToolCall.of(id, name, Json.object().put("title", "t").put("prompt", "do t" + calls++))
                    : ToolCall.of(id, name, Json.object().put("text", "t" + calls++));
            return next(9) == 0 ? new ToolCall(id, name, Json.object(), "{\"te", null) : call;
        }

        Agent agent(SessionStore where) {
            return Agent.builder()
                    .model(model())
                    .store(where)
                    .tools(tool("look", Effect.READ), tool("change", Effect.HOST), tool("send", Effect.NETWORK))
                    .tools(AgentTools.task())
                    .approver(next(2) == 0 ? null : request -> answerOf())
                    .limits(Limits.defaults().steps(8).depth(2))
                    .build();
        }

        private Approver.Answer answerOf() {
            return next(2) == 0 ? Approver.Answer.once() : new Approver.Answer.Deny("no");
        }
    }

    @Property(tries = 400)
    void history_stays_valid_and_nothing_happens_twice(@ForAll long seed) throws Exception {
        World world = new World(seed);

        for (int i = 0; i < TURNS; i++) {
            SessionStore where = crashing(world);
            try {
                oneTurn(world, where, i);
            } catch (dev.mimo.session.StoreException e) {
                // the process died; the next round opens what it left
            }
        }

        try (Session session = world.agent(world.store).session("s")) {
            Outcome end = session.run("the end");
            if (end instanceof Outcome.Paused) {
                session.giveUp("over");
            }
        }
        world.store.list().forEach(info -> isSettled(world, info.id()));
        assertThat(world.effects.values()).allMatch(count -> count == 1);
    }

    private static void isSettled(World world, SessionId id) {
        try (SessionLog log = world.store.open(id)) {
            Recorder recorder = new Recorder(log);
            assertThat(recorder.see(SessionView::turn)).as("open turn of " + id).isNull();
            List<Message> messages = recorder.messages();
            if (!messages.isEmpty()) {
                PromptProtocol.shape().check(Role.MAIN, new Prompt("", messages, List.of(), ModelOptions.defaults()));
            }
        }
    }

    private static SessionStore crashing(World world) {
        return switch (world.next(3)) {
            case 0 -> Faults.crashBefore(world.store, 1 + world.next(25));
            case 1 -> Faults.crashAfter(world.store, 1 + world.next(25));
            default -> world.store;
        };
    }

    private static void oneTurn(World world, SessionStore where, int i) throws InterruptedException {
        Session session = world.agent(where).session("s");
        try {
            Turn turn = session.isResumable() && world.next(3) > 0
                    ? session.resume(answers(world, session))
                    : session.start(Input.of("turn " + i));
            world.turn.set(turn);
            turn.await();
        } finally {
            world.turn.set(null);
            session.close();
        }
    }

    private static Map<String, Approver.Answer> answers(World world, Session session) {
        Map<String, Approver.Answer> answers = new HashMap<>();
        session.transcript().stream(0).forEach(stored -> {
            if (stored.entry() instanceof Entry.TurnPaused paused && world.next(4) > 0) {
                paused.questions().forEach(question -> answers.put(question.callId(), world.answerOf()));
            }
        });
        return answers;
    }
}
