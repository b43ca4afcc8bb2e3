package dev.mimo.memory.checkpoint;

import dev.mimo.model.Content;
import dev.mimo.model.Message;
import dev.mimo.model.Model;
import dev.mimo.model.ModelOptions;
import dev.mimo.model.Prompt;
import dev.mimo.model.Reply;
import dev.mimo.model.TokenEstimator;
import dev.mimo.session.MemoryEntry;
import dev.mimo.session.SessionId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A writer that asks a model for one JSON object, and once more with what is wrong when it cannot be used. The model has no
 * tools. What does not fit into its window is read in slices, oldest first. Immutable; safe for use by several threads.
 */
public final class StructuredWriter implements CheckpointWriter {

    /** Taken for the window of a model that does not tell its own, in tokens. */
    private static final int UNKNOWN_WINDOW = 128_000;

    private static final int LONGEST_ANSWER = 16_000;

    private final Model model;
    private final Function<SessionId, List<MemoryEntry>> remembered;
    private final TokenEstimator estimator;

    private StructuredWriter(Model model, Function<SessionId, List<MemoryEntry>> remembered, TokenEstimator estimator) {
        this.model = model;
        this.remembered = remembered;
        this.estimator = estimator;
    }

    /** Asks this model; it is to be charged, retried and limited already. */
    public static StructuredWriter of(Model model) {
        return new StructuredWriter(model, session -> List.of(), TokenEstimator.byScript());
    }

    /** Shows the model what is remembered beyond a session, so that it can say what it found again and what speaks against it. */
    public StructuredWriter remembering(Function<SessionId, List<MemoryEntry>> entries) {
        return new StructuredWriter(model, entries, estimator);
    }

    /** Guesses sizes by {@code other} instead of by script. */
    public StructuredWriter estimator(TokenEstimator other) {
        return new StructuredWriter(model, remembered, other);
    }

    /**
     * {@inheritDoc}
     *
     * @throws WriterFailed when the model's second answer cannot be used either, or its window holds not even one step
     */
    @Override
    public CheckpointPatch write(Material material) {
        int answer = longestAnswer();
        WriterPrompt prompt =
                WriterPrompt.of(material, remembered.apply(material.session()), estimator, room(material, answer));
        ModelOptions options =
                ModelOptions.defaults().withMaxOutputTokens(answer).withAnswerSchema(PatchFormat.schema());
        List<Message> messages = new ArrayList<>(List.of(Message.user(prompt.text())));
        PatchReading first = ask(messages, options, prompt, material);
        if (first.isUsable()) {
            return first.patch();
        }
        messages.add(Message.assistant(Content.text(first.answer())));
        messages.add(Message.user(first.complaint()));
        PatchReading second = ask(messages, options, prompt, material);
        if (second.isUsable()) {
            return second.patch();
        }
        throw new WriterFailed("the writer's answer cannot be used: " + String.join("; ", second.faults()));
    }

    private PatchReading ask(List<Message> messages, ModelOptions options, WriterPrompt prompt, Material material) {
        Reply reply = model.reply(new Prompt(WriterPrompt.system(), messages, List.of(), options), material.call());
        String author = String.valueOf(
                reply.message().author() == null
                        ? model.facts().ref()
                        : reply.message().author());
        return PatchReading.of(reply, author, prompt, material);
    }

    private int window() {
        Integer window = model.facts().window();
        return window == null ? UNKNOWN_WINDOW : window;
    }

    private int longestAnswer() {
        Integer most = model.facts().maxOutput();
        return Math.min(most == null ? LONGEST_ANSWER : Math.min(most, LONGEST_ANSWER), window() / 4);
    }

    /** What the user message may take: all but the instructions and the answer, less a tenth, as sizes are guessed. */
    private long room(Material material, int answer) {
        Long budget = material.call().budget().remainingTokens();
        long whole = budget == null ? window() : Math.min(window(), budget);
        return (whole - answer) / 10 * 9 - estimator.estimate(WriterPrompt.system());
    }
}
