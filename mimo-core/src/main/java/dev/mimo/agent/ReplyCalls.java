package dev.mimo.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Message;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.session.Entry;
import dev.mimo.session.SessionId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The calls of the last reply, and how each of them stands. */
final class ReplyCalls {

    private final List<ToolCall> calls;
    private final Map<String, ToolResult> results = new HashMap<>();
    private final Set<String> started = new HashSet<>();
    private final Set<String> allowed = new HashSet<>();
    private final Map<String, ObjectNode> edited = new HashMap<>();
    private final Map<String, SessionId> delegated = new HashMap<>();

    ReplyCalls(List<ToolCall> calls) {
        this.calls = calls;
    }

    /** Takes what happened to one of them; anything else is no business of theirs. */
    void apply(Entry entry) {
        if (entry instanceof Entry.CallStarted start) {
            started.add(start.callId());
        } else if (entry instanceof Entry.CallEdited edit) {
            edited.put(edit.callId(), edit.arguments());
        } else if (entry instanceof Entry.CallAllowed yes) {
            allowed.add(yes.callId());
        } else if (entry instanceof Entry.CallDelegated handed) {
            delegated.put(handed.callId(), handed.child());
        } else if (entry instanceof Entry.CallFinished finish) {
            results.put(finish.result().callId(), finish.result());
        }
    }

    /** Those that have no result, in order, with the arguments that a person gave instead. */
    List<ToolCall> open() {
        List<ToolCall> open = new ArrayList<>();
        for (ToolCall call : calls) {
            if (!results.containsKey(call.id())) {
                ObjectNode other = edited.get(call.id());
                open.add(other == null ? call : call.withArguments(other));
            }
        }
        return open;
    }

    /** All results, in the order of the calls; null while one is missing, and when there are no calls. */
    Message.@Nullable Tool told() {
        if (calls.isEmpty() || results.size() < calls.size()) {
            return null;
        }
        List<ToolResult> ordered = new ArrayList<>();
        calls.forEach(call -> ordered.add(results.get(call.id())));
        return new Message.Tool(ordered);
    }

    boolean wasStarted(String callId) {
        return started.contains(callId);
    }

    /** Whether a person has said yes to it already. */
    boolean wasAllowed(String callId) {
        return allowed.contains(callId);
    }

    /** The session of the sub-agent that does it; null when it was handed to none. */
    @Nullable
    SessionId delegate(String callId) {
        return delegated.get(callId);
    }
}
