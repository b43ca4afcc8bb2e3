package dev.mimo.memory.checkpoint;

import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.ToolCall;
import dev.mimo.session.Entry;
import dev.mimo.session.Stored;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Entries as a writer reads them. Only a line that begins with {@code #} begins an entry: whatever was said is set in, so that
 * no text can look like another entry. Confined to one thread.
 */
final class EntryText {

    private static final int USER = 6_000;
    private static final int AGENT = 3_000;
    private static final int ARGUMENTS = 800;
    private static final int RESULT = 1_600;
    private static final int LEAST = 60;

    private final int shorter;
    private final Set<String> open = new HashSet<>();

    /** Shows texts at most {@code shorter} times shorter than usual. */
    EntryText(int shorter) {
        this.shorter = shorter;
    }

    /** Whether a call has no result yet. */
    boolean isWithinStep() {
        return !open.isEmpty();
    }

    /** Null when there is nothing in it to be known. */
    @Nullable
    String of(Stored stored) {
        Entry entry = stored.entry();
        String head = "#" + stored.sequence() + " ";
        if (entry instanceof Entry.MessageAdded added) {
            return head + user(added.message());
        } else if (entry instanceof Entry.ReplyAdded reply) {
            return head + agent(reply.message());
        } else if (entry instanceof Entry.CallFinished finished) {
            open.remove(finished.result().callId());
            String state = finished.result().error() ? " (failed)" : "";
            return head + "result of " + finished.result().callId() + state + ":\n"
                    + indented(finished.result().text(), RESULT);
        } else if (entry instanceof Entry.CallEdited edited) {
            return head + "the user changed call " + edited.callId() + ":\n"
                    + indented(Json.write(edited.arguments()), ARGUMENTS);
        } else if (entry instanceof Entry.TurnEnded ended) {
            return head + "the turn ended: " + ended.outcome() + "\n";
        }
        return null;
    }

    private String user(Message.User message) {
        String who = message.isPersons() ? "user" : "runtime";
        return who + ":\n" + indented(message.text(), USER);
    }

    private String agent(Message.Assistant message) {
        open.clear();
        StringBuilder text = new StringBuilder("agent:\n");
        if (!message.text().isBlank()) {
            text.append(indented(message.text(), AGENT));
        }
        for (ToolCall call : message.toolCalls()) {
            open.add(call.id());
            String arguments = call.isWhole() ? Json.write(call.arguments()) : String.valueOf(call.unparsed());
            text.append(indented("call " + call.id() + ": " + call.name() + " " + arguments, ARGUMENTS));
        }
        return text.toString();
    }

    private String indented(String said, int most) {
        StringBuilder text = new StringBuilder();
        ItemText.bounded(said, Math.max(LEAST, most / shorter))
                .lines()
                .forEach(line -> text.append("  ").append(line).append('\n'));
        return text.toString();
    }
}
