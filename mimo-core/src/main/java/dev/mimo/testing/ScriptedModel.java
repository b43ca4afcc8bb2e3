package dev.mimo.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.CancelledException;
import dev.mimo.environment.Event;
import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.Model;
import dev.mimo.model.ModelCall;
import dev.mimo.model.ModelException;
import dev.mimo.model.ModelFacts;
import dev.mimo.model.ModelRef;
import dev.mimo.model.Prices;
import dev.mimo.model.Prompt;
import dev.mimo.model.Reply;
import dev.mimo.model.StopReason;
import dev.mimo.model.TextDelta;
import dev.mimo.model.ToolCall;
import dev.mimo.model.Usage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A model that answers from a script, strictly in order, and checks what it is asked.
 *
 * <pre>{@code
 * ScriptedModel model = ScriptedModel.create()
 *     .call("read", Map.of("path", "a.txt"))
 *     .thinking("that is it").usage(Usage.of(1200, 8)).reply("done");
 * }</pre>
 *
 * <p>{@code thinking}, {@code usage} and {@code expect} say something of the step that is scripted next. A call without an
 * id of its own is given {@code call-1}, {@code call-2}, … when it is replied. Each prompt is checked against a
 * {@link PromptProtocol}, unless {@link #loose}; a call beyond the script is an {@link AssertionError}. Whatever went wrong
 * first is also thrown by {@link #assertExhausted}, in case the one who asked has swallowed it.
 *
 * <p>Safe for use by several threads; where several ask at once, who gets which step is left to chance: see
 * {@link #always} and {@link KeyedScriptedModel}.
 */
public final class ScriptedModel implements Model {

    private final Deque<Step> steps = new ArrayDeque<>();
    private final List<Prompt> prompts = new ArrayList<>();
    private final SequentialIds ids = new SequentialIds();
    private final Gate never = new Gate();
    private final @Nullable Function<Prompt, Reply> policy;
    private List<Consumer<Prompt>> expectations = new ArrayList<>();
    private List<Content> thoughts = new ArrayList<>();
    private @Nullable Usage usage;
    private @Nullable PromptProtocol protocol = PromptProtocol.strict();
    private ModelFacts facts = ModelFacts.unknown(ModelRef.of("scripted", "model"));
    private @Nullable Throwable failure;
    private int replied;

    private ScriptedModel(@Nullable Function<Prompt, Reply> policy) {
        this.policy = policy;
    }

    /** What a step does: streams, then replies or throws. */
    private interface Body {
        Reply run(Prompt prompt, ModelCall call);
    }

    private record Step(String name, List<Consumer<Prompt>> expectations, Body body) {}

    /** An empty script. */
    public static ScriptedModel create() {
        return new ScriptedModel(null);
    }

    /** Answers every prompt by the function, also several at once; steps that are scripted all the same come first. */
    public static ScriptedModel always(Function<Prompt, Reply> policy) {
        return new ScriptedModel(policy);
    }

    /**
     * A call to be numbered when it is replied.
     *
     * @param arguments a record, a map, or a JSON object
     */
    public static ToolCall toolCall(String tool, Object arguments) {
        JsonNode json = Json.mapper().valueToTree(arguments);
        if (json instanceof ObjectNode object) {
            return ToolCall.of("", tool, object);
        }
        throw new IllegalArgumentException("the arguments of " + tool + " are not an object: " + json);
    }

    /** Answers with a text. */
    public ScriptedModel reply(String text) {
        return reply(Reply.text(text));
    }

    /** Answers with just this. */
    public ScriptedModel reply(Reply reply) {
        return answer("reply " + reply.stopReason(), prompt -> reply);
    }

    /** Asks for one call; for arguments see {@link #toolCall}. */
    public ScriptedModel call(String tool, Object arguments) {
        return calls(toolCall(tool, arguments));
    }

    /** Asks for several calls in one reply. */
    public ScriptedModel calls(ToolCall... calls) {
        return reply(Reply.calls(calls));
    }

    /** Asks for a call whose arguments are no JSON object, though the model stopped as it wanted to. */
    public ScriptedModel callUnparsed(String tool, String arguments) {
        return calls(new ToolCall("", tool, Json.object(), arguments, null));
    }

    /** Answers with a text that the output limit has cut. */
    public ScriptedModel cut(String text) {
        return reply(new Reply(Message.assistant(Content.text(text)), StopReason.LENGTH, Usage.none(), null));
    }

    /** Asks for a call whose arguments the output limit has cut. */
    public ScriptedModel cutCall(String tool, String arguments) {
        ToolCall call = new ToolCall("", tool, Json.object(), arguments, null);
        return reply(new Reply(Message.assistant(call), StopReason.LENGTH, Usage.none(), null));
    }

    /** Answers as the function does when it is asked. */
    public ScriptedModel respond(Function<Prompt, Reply> function) {
        return answer("respond", function);
    }

    /** Throws, before anything was streamed. */
    public ScriptedModel fail(ModelException error) {
        return stream(List.of(), error);
    }

    /** Streams text, then breaks off. */
    public ScriptedModel breakOff(String... pieces) {
        ModelException.Failure why = ModelException.Failure.of(facts().ref(), "the stream broke off");
        List<TextDelta> deltas = List.of(pieces).stream().map(TextDelta::new).toList();
        return stream(deltas, new ModelException.StreamBroken(why, String.join("", pieces)));
    }

    /** Streams these deltas, then throws. */
    public ScriptedModel stream(List<? extends Event> deltas, ModelException end) {
        return add(end.getClass().getSimpleName(), (prompt, call) -> {
            Deltas.emit(deltas, call);
            throw end;
        });
    }

    /** Says nothing until the call is cancelled; see {@link #awaitHanging}. */
    public ScriptedModel hangUntilCancelled() {
        return add("hang", (prompt, call) -> {
            never.pass(call.cancellation());
            throw new IllegalStateException("nobody opens this gate");
        });
    }

    /** Waits until a call hangs; the second time, until one more does. */
    public void awaitHanging() throws InterruptedException {
        never.awaitArrival();
    }

    /** The next step begins with a thought. */
    public synchronized ScriptedModel thinking(String text) {
        thoughts.add(new Content.Thinking(text, null));
        return this;
    }

    /** The reply of the next step takes this many tokens. */
    public synchronized ScriptedModel usage(Usage taken) {
        usage = taken;
        return this;
    }

    /** The prompt that the next step answers is checked by this; it throws when something is wrong. */
    public synchronized ScriptedModel expect(Consumer<Prompt> assertion) {
        expectations.add(assertion);
        return this;
    }

    /** Takes any prompt. */
    public ScriptedModel loose() {
        return protocol(null);
    }

    /** Takes prompts by this protocol; null takes any. */
    public synchronized ScriptedModel protocol(@Nullable PromptProtocol other) {
        protocol = other;
        return this;
    }

    public synchronized ScriptedModel facts(ModelFacts other) {
        facts = other;
        return this;
    }

    /** Has a window of so many tokens. */
    public ScriptedModel window(int tokens) {
        return facts(facts().withWindow(tokens));
    }

    public ScriptedModel prices(Prices prices) {
        return facts(facts().withPrices(prices));
    }

    /** What was asked so far, oldest first, as it was then. */
    public synchronized List<Prompt> prompts() {
        return List.copyOf(prompts);
    }

    /** Fails when steps are left, or when something went wrong before. */
    public synchronized void assertExhausted() {
        if (failure != null) {
            throw new AssertionError("the script failed earlier: " + failure.getMessage(), failure);
        }
        if (!steps.isEmpty()) {
            String left = String.join(", ", steps.stream().map(Step::name).toList());
            throw new AssertionError(
                    "of the script, " + steps.size() + " steps are left: " + left + "\n" + lastPrompt());
        }
    }

    @Override
    public synchronized ModelFacts facts() {
        return facts;
    }

    @Override
    public Reply reply(Prompt prompt, ModelCall call) {
        call.cancellation().throwIfCancelled();
        try {
            return next(prompt, call).body().run(prompt, call);
        } catch (ModelException | CancelledException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            remember(e);
            throw e;
        }
    }

    private Step next(Prompt prompt, ModelCall call) {
        Step step;
        PromptProtocol rules;
        synchronized (this) {
            prompts.add(prompt);
            step = steps.poll();
            rules = protocol;
            replied++;
        }
        if (rules != null) {
            rules.check(call.role(), prompt);
        }
        if (step == null && policy != null) {
            return new Step("policy", List.of(), body(policy, List.of(), null));
        }
        if (step == null) {
            throw new AssertionError("the script is over: call " + replied + ", as "
                    + call.role().label() + ", is one too many\n" + Transcripts.render(prompt.messages()));
        }
        step.expectations().forEach(expectation -> expectation.accept(prompt));
        return step;
    }

    private synchronized ScriptedModel answer(String name, Function<Prompt, Reply> function) {
        return add(name, body(function, thoughts, usage));
    }

    private Body body(Function<Prompt, Reply> function, List<Content> before, @Nullable Usage taken) {
        return (prompt, call) -> {
            Reply given = function.apply(prompt);
            List<Content> content = new ArrayList<>(before);
            given.message().content().forEach(block -> content.add(numbered(block)));
            Message.Assistant said = new Message.Assistant(
                    content, given.message().author(), given.message().provider());
            Deltas.emit(Deltas.of(said), call);
            return new Reply(said, given.stopReason(), taken == null ? given.usage() : taken, given.requestId());
        };
    }

    private Content numbered(Content block) {
        return block instanceof ToolCall call && call.id().isEmpty() ? call.withId(ids.next("call")) : block;
    }

    private synchronized ScriptedModel add(String name, Body body) {
        steps.add(new Step(name, expectations, body));
        expectations = new ArrayList<>();
        thoughts = new ArrayList<>();
        usage = null;
        return this;
    }

    private synchronized void remember(Throwable e) {
        if (failure == null) {
            failure = e;
        }
    }

    private String lastPrompt() {
        return prompts.isEmpty()
                ? "nothing was asked"
                : Transcripts.render(prompts.get(prompts.size() - 1).messages());
    }
}
