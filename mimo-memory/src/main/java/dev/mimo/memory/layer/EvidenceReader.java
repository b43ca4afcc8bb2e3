package dev.mimo.memory.layer;

import dev.mimo.memory.checkpoint.Finding;
import dev.mimo.model.Message;
import dev.mimo.model.ToolCall;
import dev.mimo.session.Entry;
import dev.mimo.session.SessionId;
import dev.mimo.session.Stored;
import dev.mimo.session.Transcript;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks at what a finding rests on, in the session as it is stored. What a model says about it counts for nothing. */
final class EvidenceReader {

    /** How far a result may stand behind its call, in entries. */
    private static final int REACH = 2_000;

    private static final int PAGE = 100;

    private final Transcript transcript;
    private final @Nullable SessionId parent;

    EvidenceReader(Transcript transcript) {
        this.transcript = transcript;
        List<Stored> first = transcript.page(0, 1);
        parent = !first.isEmpty() && first.get(0).entry() instanceof Entry.Opened opened ? opened.parent() : null;
    }

    /**
     * What the evidence comes to.
     *
     * @param user a person said it
     * @param onlyTools nothing but results of tools shows it
     * @param fromTools tools say at least half of it, and no person says as much of it
     * @param verified a check passed after it was seen
     */
    record Weight(boolean user, boolean onlyTools, boolean fromTools, boolean verified) {}

    /** Null when any of the evidence is not there. */
    @Nullable
    Weight weigh(Finding finding) {
        StringBuilder persons = new StringBuilder();
        StringBuilder tools = new StringBuilder();
        long first = Long.MAX_VALUE;
        long check = -1;
        boolean onlyTools = true;
        for (long sequence : finding.evidence()) {
            Entry entry = find(sequence);
            if (entry == null) {
                return null;
            }
            boolean isTool = entry instanceof Entry.CallFinished;
            onlyTools &= isTool;
            if (entry instanceof Entry.CallFinished finished) {
                String told = finished.result().text();
                tools.append(told).append('\n');
                if (isPassedCheck(finished, told, sequence)) {
                    check = Math.max(check, sequence);
                    continue;
                }
            } else {
                String words = personsWords(entry);
                persons.append(words == null ? "" : words + "\n");
            }
            first = Math.min(first, sequence);
        }
        boolean users = isUsers(finding, persons.toString(), tools.toString());
        boolean told = !users && SameFact.share(finding.text(), tools.toString()) >= 0.5;
        return new Weight(users, onlyTools, told, check > first);
    }

    /** The session a person talks in: what a sub-agent saw was seen on behalf of its parent. */
    SessionId session(SessionId own) {
        return parent == null ? own : parent;
    }

    private @Nullable Entry find(long sequence) {
        List<Stored> page = sequence < 0 ? List.of() : transcript.page(sequence, 1);
        return page.isEmpty() || page.get(0).sequence() != sequence
                ? null
                : page.get(0).entry();
    }

    /** What begins the turn of a sub-agent is the word of an agent. */
    private @Nullable String personsWords(Entry entry) {
        Message.User message = entry instanceof Entry.MessageAdded added
                ? added.message()
                : entry instanceof Entry.Steered steered ? steered.message() : null;
        if (message == null || parent != null) {
            return null;
        }
        return message.isPersons() ? message.text() : null;
    }

    /** Where a tool says it too, the person must have said at least as much of it: a word of theirs is easily cited along. */
    private static boolean isUsers(Finding finding, String persons, String tools) {
        if (persons.isBlank()) {
            return false;
        }
        return tools.isBlank() || SameFact.share(finding.text(), persons) >= SameFact.share(finding.text(), tools);
    }

    private boolean isPassedCheck(Entry.CallFinished finished, String told, long sequence) {
        if (finished.result().error()) {
            return false;
        }
        String command = findCommand(finished.result().callId(), sequence);
        return command != null && PassedCheck.shows(command, told);
    }

    private @Nullable String findCommand(String callId, long before) {
        String edited = null;
        for (long end = before; end > Math.max(0, before - REACH); end -= PAGE) {
            long from = Math.max(0, end - PAGE);
            List<Stored> page = transcript.page(from, (int) (end - from));
            for (int i = page.size() - 1; i >= 0; i--) {
                Entry entry = page.get(i).entry();
                if (entry instanceof Entry.CallEdited edit && edit.callId().equals(callId)) {
                    edited = edit.arguments().path("command").asText();
                }
                ToolCall call = entry instanceof Entry.ReplyAdded reply ? find(reply, callId) : null;
                if (call != null) {
                    return !call.name().equals("bash")
                                    || call.arguments().path("background").asBoolean()
                            ? null
                            : edited == null ? call.arguments().path("command").asText() : edited;
                }
            }
        }
        return null;
    }

    private static @Nullable ToolCall find(Entry.ReplyAdded reply, String callId) {
        return reply.message().toolCalls().stream()
                .filter(call -> call.id().equals(callId))
                .findFirst()
                .orElse(null);
    }
}
