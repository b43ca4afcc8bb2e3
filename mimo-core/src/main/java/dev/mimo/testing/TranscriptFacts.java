package dev.mimo.testing;

import dev.mimo.model.Content;
import dev.mimo.model.Message;
import dev.mimo.model.ModelOptions;
import dev.mimo.model.Prompt;
import dev.mimo.model.Role;
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
 * What a stored session amounts to: what was said, what happened in between, and what is wrong with it. A snapshot; may be
 * read by several threads.
 */
public final class TranscriptFacts {

    /** One thing in its place: a message, or something that happened. */
    private record Item(@Nullable Message message, Entry entry) {}

    private final List<Item> items = new ArrayList<>();
    private final List<ToolCall> calls = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final Map<String, ToolResult> results = new HashMap<>();
    private List<ToolCall> open = List.of();
    private @Nullable String turn;
    private int steps;

    private TranscriptFacts() {}

    /** Reads all of it. */
    public static TranscriptFacts of(Transcript transcript) {
        TranscriptFacts facts = new TranscriptFacts();
        transcript.stream(0).map(Stored::entry).forEach(facts::take);
        return facts;
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
    public List<Message> messages() {
        List<Message> messages = new ArrayList<>();
        items.forEach(item -> {
            if (item.message() != null) {
                messages.add(item.message());
            }
        });
        return messages;
    }

    /** The names of the tools that the model asked for, in order, whether the calls ran or not. */
    public List<String> calledTools() {
        return calls.stream().map(ToolCall::name).toList();
    }

    /** What is wrong: with the order of entries, and, by {@link PromptProtocol}, with the messages. Empty when nothing is. */
    public List<String> faults() {
        List<String> all = new ArrayList<>(faults);
        List<Message> said = messages();
        if (!open.isEmpty()) {
            said.remove(said.size() - 1);
        }
        said.removeIf(TranscriptFacts::isLeftOut);
        if (!said.isEmpty()) {
            try {
                PromptProtocol.shape().check(Role.MAIN, new Prompt("", said, List.of(), ModelOptions.defaults()));
            } catch (AssertionError e) {
                all.add(String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
            }
        }
        return all;
    }

    /** Replies in all turns. */
    public int steps() {
        return steps;
    }

    /** How it stands: the entry that ended or paused the last turn; null while it is open. */
    public @Nullable Entry ending() {
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

    /* A reply of nothing but thinking, or of nothing, is stored and never shown to a model. */
    private static boolean isLeftOut(Message message) {
        return message instanceof Message.Assistant said
                && said.content().stream()
                        .allMatch(block -> block instanceof Content.Thinking
                                || (block instanceof Content.Text words
                                        && words.text().isBlank()));
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
        if (asked
                && results.keySet().containsAll(open.stream().map(ToolCall::id).toList())) {
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
