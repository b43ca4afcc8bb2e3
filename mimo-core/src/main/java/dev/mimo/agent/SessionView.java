package dev.mimo.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Content;
import dev.mimo.model.GrowingList;
import dev.mimo.model.Message;
import dev.mimo.model.ToolCall;
import dev.mimo.model.Usage;
import dev.mimo.permission.Grant;
import dev.mimo.session.Entry;
import dev.mimo.session.Plan;
import dev.mimo.session.SessionId;
import dev.mimo.session.Transcript;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a session's entries amount to: the conversation as a model may see it, and where the turn stands. Every entry is
 * taken once, in order; the same code serves a running turn and one that is read back after a crash.
 */
final class SessionView {

    /** The kind of note in which grants are kept. */
    static final String GRANT = "grant";

    private final GrowingList<Message> messages = new GrowingList<>();
    private final GrowingList<Long> sequences = new GrowingList<>();
    private final Map<String, ObjectNode> noted = new HashMap<>();
    private final Set<String> callIds = new HashSet<>();
    private final Map<String, Entry.Steered> waitingSteers = new LinkedHashMap<>();
    private final Set<Grant> grants = new HashSet<>();
    private final Map<String, Integer> notes = new HashMap<>();
    private ReplyCalls calls = new ReplyCalls(List.of());
    private Plan plan = Plan.empty();
    private @Nullable Usage lastUsage;
    private @Nullable String turn;
    private Entry.@Nullable TurnEnded lastEnd;
    private Entry.@Nullable ReplyAdded lastReply;
    private int counted;
    private int steps;
    private @Nullable ObjectNode terms;
    private Entry.@Nullable TurnMeasured measured;
    private final List<Usage> sinceMeasured = new ArrayList<>();
    private Usage usageSinceMeasured = Usage.none();

    /** Takes an entry that stands at {@code sequence}. */
    void apply(Entry entry, long sequence) {
        int before = messages.size();
        apply(entry);
        if (messages.size() > before) {
            sequences.add(sequence);
        }
        if (entry instanceof Entry.Noted note) {
            noted.put(note.kind(), note.data());
        } else if (entry instanceof Entry.ReplyAdded) {
            counted = messages.size();
        }
    }

    private void apply(Entry entry) {
        if (entry instanceof Entry.TurnStarted start) {
            beginTurn(start);
        } else if (entry instanceof Entry.TurnMeasured amount) {
            measured = amount;
            sinceMeasured.clear();
            usageSinceMeasured = Usage.none();
        } else if (entry instanceof Entry.MessageAdded added) {
            addMessage(added);
        } else if (entry instanceof Entry.Steered steered) {
            waitingSteers.put(steered.id(), steered);
        } else if (entry instanceof Entry.ReplyAdded reply) {
            addReply(reply);
        } else if (entry instanceof Entry.TurnEnded ended) {
            turn = null;
            lastReply = null;
            lastEnd = ended;
        } else if (entry instanceof Entry.PlanChanged change) {
            plan = change.plan();
        } else if (entry instanceof Entry.Noted note && note.kind().equals(GRANT)) {
            grants.add(new Grant(
                    note.data().path("tool").asText(),
                    note.data().path("subject").asText()));
        } else {
            applyToCalls(entry);
        }
    }

    /* Results come as calls end; the model sees them all at once, in the order of the calls. */
    private void applyToCalls(Entry entry) {
        calls.apply(entry);
        Message.Tool told = calls.told();
        if (told != null) {
            messages.add(told);
            calls = new ReplyCalls(List.of());
        }
    }

    private void beginTurn(Entry.TurnStarted start) {
        turn = start.turn();
        terms = start.terms();
        steps = 0;
        measured = null;
        sinceMeasured.clear();
        usageSinceMeasured = Usage.none();
        notes.clear();
    }

    private void addMessage(Entry.MessageAdded added) {
        lastReply = null;
        messages.add(added.message());
        if (added.steer() != null) {
            waitingSteers.remove(added.steer());
        }
        if (added.message().note() != null) {
            notes.merge(added.message().note(), 1, Integer::sum);
        }
    }

    private void addReply(Entry.ReplyAdded reply) {
        if (saysSomething(reply.message())) {
            messages.add(reply.message());
        }
        lastReply = reply;
        steps++;
        lastUsage = reply.usage();
        sinceMeasured.add(reply.usage());
        usageSinceMeasured = usageSinceMeasured.plus(reply.usage());
        calls = new ReplyCalls(reply.message().toolCalls());
        calls.open().forEach(call -> callIds.add(call.id()));
    }

    /* Providers reject empty messages, and many reject those that hold nothing but thinking. */
    private static boolean saysSomething(Message.Assistant message) {
        return message.content().stream()
                .anyMatch(block -> block instanceof Content.Text text
                        ? !text.text().isBlank()
                        : !(block instanceof Content.Thinking));
    }

    /** The conversation so far; valid for a provider whenever {@link #openCalls} is empty. */
    List<Message> messages() {
        return messages.snapshot();
    }

    /** The conversation, and what is known of it. */
    PromptAssembler.Conversation conversation(SessionId session, Transcript transcript) {
        return new PromptAssembler.Conversation(
                session, messages(), sequences.snapshot(), plan, lastUsage, counted, transcript);
    }

    /** What was noted last under that kind; null when nothing was. */
    @Nullable
    ObjectNode noted(String kind) {
        return noted.get(kind);
    }

    /** Calls of the last reply that have no result, in order, with the arguments that a person gave instead. */
    List<ToolCall> openCalls() {
        return calls.open();
    }

    /** The calls of the last reply, as long as one has no result. */
    ReplyCalls calls() {
        return calls;
    }

    boolean knowsCall(String id) {
        return callIds.contains(id);
    }

    List<Entry.Steered> waitingSteers() {
        return List.copyOf(waitingSteers.values());
    }

    Set<Grant> grants() {
        return grants;
    }

    Plan plan() {
        return plan;
    }

    @Nullable
    Usage lastUsage() {
        return lastUsage;
    }

    /** The turn that has not ended; null when none is under way. */
    @Nullable
    String turn() {
        return turn;
    }

    /** How the last turn ended; null when none has. */
    Entry.@Nullable TurnEnded lastEnd() {
        return lastEnd;
    }

    /** A reply without calls that nothing has followed: what it means for the turn is not decided yet; else null. */
    Entry.@Nullable ReplyAdded undecidedReply() {
        return lastReply != null && lastReply.message().toolCalls().isEmpty() ? lastReply : null;
    }

    /** Replies in this turn. */
    int steps() {
        return steps;
    }

    /** The terms under which this turn was begun; see {@link TurnTerms}. */
    @Nullable
    ObjectNode terms() {
        return terms;
    }

    /** What this turn had taken when it was measured last; null when it never was. */
    Entry.@Nullable TurnMeasured measured() {
        return measured;
    }

    /** Tokens of each of this turn's own replies since then, in order: each has a price of its own. */
    List<Usage> sinceMeasured() {
        return List.copyOf(sinceMeasured);
    }

    /** Tokens that the entries of this turn tell of. */
    Usage usageTold() {
        return measured == null ? usageSinceMeasured : measured.spent().usage().plus(usageSinceMeasured);
    }

    /** How many messages with that note the runtime has added in this turn. */
    int notes(String note) {
        return notes.getOrDefault(note, 0);
    }
}
