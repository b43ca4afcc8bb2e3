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
import dev.mimo.session.InMemorySessionStore;
import dev.mimo.session.SessionStore;
import dev.mimo.testing.Faults;
import dev.mimo.testing.PromptProtocol;
import dev.mimo.tool.Effect;
import dev.mimo.tool.Tool;
import dev.mimo.tool.ToolContext;
import java.util.ArrayList;
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
 * turns, denials, pauses, crashes before and after any append, calls side by side, calls that cannot be run.
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
            return Tool.of(name, name, Word.class, (w, ctx) -> run(w, ctx)).effect(effect);
        }

        private Object run(Word word, ToolContext context) {
            effects.merge(context.callId(), 1, Integer::sum);
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
            String[] names = {"look", "look", "change", "send", "nothing"};
            String name = names[next(names.length)];
            ToolCall call = ToolCall.of(id, name, Json.object().put("text", "t" + calls++));
            return next(9) == 0 ? new ToolCall(id, name, Json.object(), "{\"te", null) : call;
        }

        Agent agent(SessionStore where) {
            return Agent.builder()
                    .model(model())
                    .store(where)
                    .tools(tool("look", Effect.READ), tool("change", Effect.HOST), tool("send", Effect.NETWORK))
                    .approver(next(2) == 0 ? null : request -> answerOf())
                    .limits(Limits.defaults().steps(8))
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
            session.run("the end");
            Prompt all = new Prompt("", session.messages(), List.of(), ModelOptions.defaults());
            if (session.transcript().size() > 0 && !session.isResumable()) {
                PromptProtocol.shape().check(Role.MAIN, all);
            }
        }
        assertThat(world.effects.entrySet())
                .allMatch(effect -> effect.getValue() == 1 || isRead(world, effect.getKey()));
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
        List<Message> messages = session.messages();
        if (messages.get(messages.size() - 1) instanceof Message.Assistant last
                && !last.toolCalls().isEmpty()) {
            return Map.of(last.toolCalls().get(0).id(), world.answerOf());
        }
        return Map.of();
    }

    /** A read that a crash interrupted may be made again. */
    private static boolean isRead(World world, String callId) {
        try (Session session = world.agent(world.store).session("s")) {
            return session.messages().stream()
                    .filter(Message.Assistant.class::isInstance)
                    .flatMap(message -> ((Message.Assistant) message).toolCalls().stream())
                    .anyMatch(call -> call.id().equals(callId) && call.name().equals("look"));
        }
    }
}
