package dev.mimo.memory.rebuild;

import dev.mimo.agent.Parts;
import dev.mimo.agent.PromptAssembler;
import dev.mimo.agent.Session;
import dev.mimo.model.ModelException;
import dev.mimo.model.ModelFacts;
import dev.mimo.model.ModelOptions;
import dev.mimo.model.ModelRef;
import dev.mimo.model.Prompt;
import dev.mimo.model.ToolSpec;
import dev.mimo.session.SessionId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Shows the model a window of the session: what is remembered, then the messages; and, when they have become too many, a
 * summary made of the checkpoint and the last messages as they were. Safe for use by several threads, one for each session.
 */
public final class RebuildingAssembler implements PromptAssembler, Parts.HeadCheck {

    /** What must be left of the context budget behind system and tools, in tokens. */
    private static final long LEAST_ROOM = 2_000;

    private final ContextTerms terms;
    private final Checkpoints checkpoints;
    private final Function<Session, Remembered> remembered;
    private final Map<SessionId, SessionContext> open = new ConcurrentHashMap<>();
    private final Map<ModelRef, MessageSizes> sizes = new ConcurrentHashMap<>();

    /** Keeps contexts by these terms. */
    public RebuildingAssembler(ContextTerms terms, Checkpoints checkpoints, Function<Session, Remembered> remembered) {
        this.terms = terms;
        this.checkpoints = checkpoints;
        this.remembered = remembered;
    }

    /** A session was opened; before its first prompt. */
    public void opened(Session session) {
        open.put(session.id(), new SessionContext(session, checkpoints, remembered.apply(session), terms, this::sizes));
    }

    /** A session is closed. */
    public void closing(Session session) {
        open.remove(session.id());
    }

    /** The next prompt of the session begins with a new window; false when it is not open here. */
    public boolean rebuildNext(SessionId session) {
        SessionContext context = open.get(session);
        if (context != null) {
            context.ask();
        }
        return context != null;
    }

    @Override
    public Prompt assemble(Material material) {
        return context(material).assemble(material);
    }

    @Override
    public @Nullable Prompt shorten(Material material, ModelException.ContextOverflow overflow) {
        return context(material).shorten(material, overflow);
    }

    @Override
    public @Nullable String findProblem(String system, List<ToolSpec> tools, ModelFacts facts, ModelOptions options) {
        long head = new MessageSizes(terms.estimator()).rawHead(system, tools);
        long budget = ContextBudget.of(facts, options, terms.maxContext()).tokens();
        return head + LEAST_ROOM <= budget
                ? null
                : "instructions and tools take about " + head + " tokens, and " + facts.ref()
                        + " leaves a context budget of "
                        + budget + ": at least " + LEAST_ROOM
                        + " must be left for the conversation. Give it fewer tools, shorter instructions, or a larger window";
    }

    private SessionContext context(Material material) {
        SessionId id = material.conversation().session();
        SessionContext context = open.get(id);
        if (context == null) {
            throw new IllegalStateException("session \"" + id + "\" is not open for this assembler");
        }
        return context;
    }

    private MessageSizes sizes(ModelRef model) {
        return sizes.computeIfAbsent(model, ref -> new MessageSizes(terms.estimator()));
    }
}
