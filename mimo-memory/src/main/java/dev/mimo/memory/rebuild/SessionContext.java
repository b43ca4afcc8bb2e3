package dev.mimo.memory.rebuild;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.agent.PromptAssembler.Conversation;
import dev.mimo.agent.PromptAssembler.Material;
import dev.mimo.agent.Session;
import dev.mimo.environment.CancelledException;
import dev.mimo.memory.checkpoint.Checkpoint;
import dev.mimo.memory.checkpoint.CheckpointEvent;
import dev.mimo.memory.checkpoint.CheckpointTrigger;
import dev.mimo.memory.checkpoint.Digest;
import dev.mimo.model.Fields;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.ModelException.ContextOverflow;
import dev.mimo.model.ModelRef;
import dev.mimo.model.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The context of one open session: what its model sees, how full that is, and when it is time for a checkpoint or a new
 * window. Confined to the turn's thread, but for {@link #ask}.
 */
final class SessionContext {

    /** The note under which the newest mark that fired is kept. */
    private static final String MARK = "context_mark";

    /** The longest tail, in tokens, however large the window. */
    private static final long LONGEST_TAIL = 20_000;

    /** What a session is told of memory at its beginning: a part of what may follow system and tools, and a bound. */
    private static final int MEMORY_DIVISOR = 5;

    private static final long MOST_MEMORY = 6_000;

    private final Session session;
    private final Checkpoints checkpoints;
    private final Remembered remembered;
    private final ContextTerms terms;
    private final Function<ModelRef, MessageSizes> sizesOf;
    private final CheckpointTrigger trigger;

    private @Nullable Window window;
    private @Nullable ModelRef model;
    private MessageSizes sizes;
    private ContextMeter meter;
    private @Nullable Long learned;
    private long sizeAtMark;
    private long skipped;
    private boolean warned;
    private volatile boolean asked;

    SessionContext(
            Session session,
            Checkpoints checkpoints,
            Remembered remembered,
            ContextTerms terms,
            Function<ModelRef, MessageSizes> sizesOf) {
        this.session = session;
        this.checkpoints = checkpoints;
        this.remembered = remembered;
        this.terms = terms;
        this.sizesOf = sizesOf;
        ObjectNode mark = session.findNote(MARK);
        trigger = new CheckpointTrigger(
                terms.policy(), mark == null ? 0 : mark.path("fired").asLong());
        sizeAtMark = mark == null ? 0 : mark.path("size").asLong();
        sizes = new MessageSizes(terms.estimator());
        meter = new ContextMeter(sizes);
    }

    /** The next prompt begins with a new window. Any thread. */
    void ask() {
        asked = true;
    }

    Prompt assemble(Material material) {
        Conversation conversation = material.conversation();
        follow(material);
        ContextBudget budget = budget(material);
        Window now = window(material, budget);
        if (isBeginOfTurn(conversation)) {
            tell(now, remembered.changes(), conversation);
        }
        List<Message> shown = now.take(conversation);
        long size = meter.size(material.system(), material.tools(), shown, conversation);
        if (asked || size > budget.full()) {
            String cause = asked ? "asked" : "full";
            asked = false;
            return prompt(material, rebuild(material, budget, cause, size));
        }
        look(material, budget, size);
        return prompt(material, shown);
    }

    /** Has a checkpoint written when one is due. */
    private void look(Material material, ContextBudget budget, long size) {
        CheckpointTrigger.Decision decision = trigger.look(budget.tokens(), size, size - sizeAtMark);
        if (decision instanceof CheckpointTrigger.Decision.Fire fire) {
            sizeAtMark = size;
            session.note(MARK, Json.object().put("fired", fire.mark()).put("size", size));
            String cause = share(fire.mark(), budget);
            checkpoints.request(session, material.conversation(), end(material.conversation()), cause, material.call());
        } else if (decision instanceof CheckpointTrigger.Decision.Skip skip && skip.mark() != skipped) {
            skipped = skip.mark();
            session.tell(new CheckpointEvent.Skipped(skip.because(), share(skip.mark(), budget)));
        }
    }

    /** A new window after the provider refused the last one; null when none can be smaller. */
    @Nullable
    Prompt shorten(Material material, ContextOverflow overflow) {
        ContextBudget before = budget(material);
        Window now = window(material, before);
        List<Message> shown = now.take(material.conversation());
        long size = meter.size(material.system(), material.tools(), shown, material.conversation());
        Long limit = overflow.limit();
        long fits = limit == null ? size / 10 * 9 : Math.min(limit / 10 * 9, size / 10 * 9);
        learned = learned == null ? (Long) fits : (Long) Math.min(learned, fits);
        ContextBudget budget = budget(material);
        if (budget.afterRebuild(head(material)) <= 0) {
            return null;
        }
        return prompt(material, rebuild(material, budget, "overflow", size));
    }

    private static String share(long mark, ContextBudget budget) {
        return Math.round(100.0 * mark / budget.tokens()) + " % of the context budget";
    }

    private List<Message> rebuild(Material material, ContextBudget budget, String cause, long before) {
        Conversation conversation = material.conversation();
        long head = head(material);
        long allowed = budget.afterRebuild(head);
        Checkpoint checkpoint = checkpoint(material, cause);
        String memory = memory(allowed);
        long left = allowed - sizes.text(memory);
        Tail tail = Tail.of(conversation.messages(), sizes, Math.min(allowed / 2, LONGEST_TAIL));
        long covered = checkpoint == null ? 0 : checkpoint.marks().covered();
        Summary.Made summary = new Summary(conversation, sizes, tail)
                .checkpoint(checkpoint)
                .tasks()
                .userWords()
                .memory(remembered.changesSinceStart())
                .notes(checkpoints.unread(conversation.session()))
                .since(Digest.of(
                        conversation.transcript(), covered, Math.max(covered, begin(conversation, tail.from()))))
                .make(left - tail.tokens());
        Window.Start start = new Window.Start(
                memory,
                summary.text(),
                tail.from(),
                tail.user(),
                tail.clip(),
                conversation.messages().size());
        List<Accounting.Block> blocks = new ArrayList<>();
        blocks.add(new Accounting.Block("memory", sizes.text(memory)));
        blocks.addAll(summary.blocks());
        blocks.add(new Accounting.Block("tail", tail.tokens()));
        ContextEvent.Rebuilt event = new ContextEvent.Rebuilt(
                cause,
                before,
                checkpoint == null ? 0 : checkpoint.version(),
                new Accounting(budget.tokens(), head, allowed, blocks));
        ObjectNode note = note(start, conversation);
        note.put("cause", cause).put("before", before).put("checkpoint", event.checkpoint());
        note.set("accounting", event.accounting().toJson());
        session.note(Window.NOTE, note);
        List<Message> shown = open(start, conversation).take(conversation);
        sizeAtMark = meter.size(material.system(), material.tools(), shown, conversation);
        trigger.rebuilt(sizeAtMark);
        session.note(MARK, Json.object().put("fired", sizeAtMark).put("size", sizeAtMark));
        session.tell(event);
        return shown;
    }

    private @Nullable Checkpoint checkpoint(Material material, String cause) {
        Checkpoint latest = checkpoints.findLatest(material.conversation().session());
        if (latest != null) {
            return latest;
        }
        try {
            return checkpoints.now(
                    session, material.conversation(), end(material.conversation()), cause, material.call());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("interrupted while the context was rebuilt");
        }
    }

    /** The block of the session's beginning, so that a provider's cache holds; made anew when it has become too much. */
    private String memory(long allowed) {
        String before = window == null ? "" : window.start().memory();
        return sizes.text(before) <= allowed / MEMORY_DIVISOR ? before : remembered.atStart(mostMemory(allowed));
    }

    private static long mostMemory(long allowed) {
        return Math.min(allowed / MEMORY_DIVISOR, MOST_MEMORY);
    }

    private long head(Material material) {
        return meter.head(material.system(), material.tools());
    }

    private Window window(Material material, ContextBudget budget) {
        if (window != null) {
            return window;
        }
        Conversation conversation = material.conversation();
        ObjectNode kept = session.findNote(Window.NOTE);
        if (kept != null) {
            Fields note = Fields.of(kept, "note " + Window.NOTE + " of session \"" + session.id() + "\"");
            remembered.resume(note.text("told"));
            Window again = open(note.read("window", fields -> Window.Start.read(fields, conversation)), conversation);
            again.recall(session.findNote(Window.SAID), conversation);
            return again;
        }
        long allowed = budget.afterRebuild(head(material));
        Window.Start start = Window.Start.first(remembered.atStart(mostMemory(allowed)));
        session.note(Window.NOTE, note(start, conversation));
        return open(start, conversation);
    }

    private Window open(Window.Start start, Conversation conversation) {
        Window opened = new Window(start, conversation);
        window = opened;
        meter.restart(conversation);
        return opened;
    }

    private ObjectNode note(Window.Start start, Conversation conversation) {
        ObjectNode note = Json.object().put("told", remembered.state());
        note.set("window", start.toJson(conversation));
        return note;
    }

    /** Another model counts tokens in another way. */
    private void follow(Material material) {
        ModelRef ref = material.facts().ref();
        if (!ref.equals(model)) {
            model = ref;
            sizes = sizesOf.apply(ref);
            meter = new ContextMeter(sizes);
            meter.restart(material.conversation());
        }
    }

    private ContextBudget budget(Material material) {
        ContextBudget budget = ContextBudget.of(material.facts(), material.options(), terms.maxContext());
        if (budget.guessed() && !warned) {
            warned = true;
            session.tell(
                    new ContextEvent.WindowUnknown(material.facts().ref().toString(), ContextBudget.UNKNOWN_WINDOW));
        }
        return learned == null ? budget : budget.atMost(learned);
    }

    private void tell(Window now, String changes, Conversation conversation) {
        if (!changes.isEmpty()) {
            now.say(changes);
            session.note(Window.SAID, now.said(conversation));
        }
    }

    private static boolean isBeginOfTurn(Conversation conversation) {
        List<Message> messages = conversation.messages();
        return !messages.isEmpty()
                && messages.get(messages.size() - 1) instanceof Message.User user
                && user.isPersons();
    }

    private static Prompt prompt(Material material, List<Message> shown) {
        return new Prompt(material.system(), shown, material.tools(), material.options());
    }

    /** The entry after the last message. */
    private static long end(Conversation conversation) {
        return begin(conversation, conversation.messages().size());
    }

    /** The entry after the message before that one. */
    private static long begin(Conversation conversation, int index) {
        return index == 0 ? 0 : conversation.sequences().get(index - 1) + 1;
    }
}
