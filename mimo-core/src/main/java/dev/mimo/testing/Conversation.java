package dev.mimo.testing;

import dev.mimo.model.Message;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.session.Entry;
import dev.mimo.session.Stored;
import dev.mimo.session.Transcript;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A stored session, told as what was said and, between that, what happened. Faults are collected on the way. Confined to one
 * thread.
 */
final class Conversation {

    /** One thing in its place: a message, or something that happened. */
    private record Item(@Nullable Message message, Entry entry) {}

    private final List<Item> items = new ArrayList<>();
    private final List<ToolCall> calls = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final Map<String, ToolResult> results = new HashMap<>();
    private List<ToolCall> open = List.of();
    private @Nullable String turn;
    private int steps;
    private int stepsOfTurn;

    private Conversation() {}

    static Conversation of(Transcript transcript) {
        Conversation conversation = new Conversation();
        transcript.stream(0).map(Stored::entry).forEach(conversation::take);
        return conversation;
    }

    /** Receives a conversation item by item. */
    interface Reader {
        void message(Message message);

        void happened(Entry entry);
    }

    void read(Reader reader) {
        for (Item item : items) {
            if (item.message() == null) {
                reader.happened(item.entry());
            } else {
                reader.message(item.message());
            }
        }
    }

    /** Whole messages only: results stand there once all calls of a reply have one. */
    List<Message> messages() {
        List<Message> messages = new ArrayList<>();
        items.forEach(item -> {
            if (item.message() != null) {
                messages.add(item.message());
            }
        });
        return messages;
    }

    /** The names of the tools that the model asked for, in order, whether the calls ran or not. */
    List<String> calledTools() {
        return calls.stream().map(ToolCall::name).toList();
    }

    /** What is wrong with the entries; the messages are not looked at. */
    List<String> faults() {
        return faults;
    }

    /** Calls of the last reply that still lack a result. */
    boolean hasOpenCalls() {
        return !open.isEmpty();
    }

    /** Replies in all turns. */
    int steps() {
        return steps;
    }

    /** Replies in the last turn. */
    int stepsOfLastTurn() {
        return stepsOfTurn;
    }

    /** How it stands: the entry that ended or paused the last turn; null while it is open. */
    @Nullable
    Entry ending() {
        for (int i = items.size() - 1; i >= 0; i--) {
            Entry entry = items.get(i).entry();
            if (entry instanceof Entry.TurnEnded || entry instanceof Entry.TurnPaused) {
                return entry;
            } else if (items.get(i).message() != null || entry instanceof Entry.TurnStarted) {
                return null;
            }
        }
        return null;
    }

    private void take(Entry entry) {
        if (entry instanceof Entry.MessageAdded added) {
            items.add(new Item(added.message(), entry));
        } else if (entry instanceof Entry.ReplyAdded reply) {
            takeReply(reply);
        } else if (entry instanceof Entry.CallFinished finished) {
            takeResult(finished);
        } else {
            takeTurn(entry);
            items.add(new Item(null, entry));
        }
    }

    private void takeReply(Entry.ReplyAdded reply) {
        require(turn != null, "a reply outside of a turn");
        require(open.isEmpty(), "a reply while calls are open");
        steps++;
        stepsOfTurn++;
        open = reply.message().toolCalls();
        calls.addAll(open);
        results.clear();
        items.add(new Item(reply.message(), reply));
    }

    private void takeResult(Entry.CallFinished finished) {
        ToolResult result = finished.result();
        boolean asked = open.stream().anyMatch(call -> call.id().equals(result.callId()));
        require(asked, "a result for call \"" + result.callId() + "\", which is not open");
        require(results.put(result.callId(), result) == null, "a second result for call \"" + result.callId() + "\"");
        if (asked && results.keySet().containsAll(open.stream().map(ToolCall::id).toList())) {
            List<ToolResult> ordered = new ArrayList<>();
            open.forEach(call -> ordered.add(Objects.requireNonNull(results.get(call.id()))));
            items.add(new Item(new Message.Tool(ordered), finished));
            open = List.of();
        }
    }

    private void takeTurn(Entry entry) {
        if (entry instanceof Entry.TurnStarted started) {
            require(turn == null, "turn " + started.turn() + " began while " + turn + " was open");
            turn = started.turn();
            stepsOfTurn = 0;
        } else if (entry instanceof Entry.TurnEnded ended) {
            require(ended.turn().equals(turn), "turn " + ended.turn() + " ended, and open was " + turn);
            require(open.isEmpty(), "turn " + ended.turn() + " ended with open calls");
            turn = null;
        } else if (entry instanceof Entry.CallStarted started) {
            boolean known = open.stream().anyMatch(call -> call.id().equals(started.callId()));
            require(known, "call \"" + started.callId() + "\" began and is not open");
        }
    }

    private void require(boolean holds, String fault) {
        if (!holds) {
            faults.add(fault);
        }
    }
}
