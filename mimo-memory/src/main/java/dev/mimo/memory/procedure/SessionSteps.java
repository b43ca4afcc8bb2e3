package dev.mimo.memory.procedure;

import dev.mimo.model.ToolCall;
import dev.mimo.session.Entry;
import dev.mimo.session.Stored;
import dev.mimo.session.Transcript;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** Reads what an agent did in a session: the calls that went well, in the order in which they were asked for. */
final class SessionSteps {

    private static final int PAGE = 500;

    /** What an agent does for itself: it tells nothing about the work. */
    private static final Set<String> OWN = Set.of(
            "plan",
            "note",
            "task",
            "ask_user",
            "skill",
            "workflow",
            "memory_search",
            "history_search",
            "history_around",
            "history_get",
            "job");

    private final BiConsumer<Instant, Step> to;

    /** Calls of the last reply that have no result yet, and those that went well; told in order when all have one. */
    private final Map<String, ToolCall> asked = new LinkedHashMap<>();

    private final Set<String> done = new HashSet<>();

    private SessionSteps(BiConsumer<Instant, Step> to) {
        this.to = to;
    }

    static void read(Transcript transcript, BiConsumer<Instant, Step> to) {
        SessionSteps steps = new SessionSteps(to);
        long size = transcript.size();
        Instant last = Instant.EPOCH;
        for (long from = 0; from < size; from += PAGE) {
            for (Stored stored : transcript.page(from, PAGE)) {
                last = stored.at();
                steps.take(stored);
            }
        }
        steps.tell(last);
    }

    private void take(Stored stored) {
        if (stored.entry() instanceof Entry.ReplyAdded reply) {
            tell(stored.at());
            reply.message().toolCalls().stream()
                    .filter(call -> call.isWhole() && !OWN.contains(call.name()))
                    .forEach(call -> asked.put(call.id(), call));
        } else if (stored.entry() instanceof Entry.CallFinished finished
                && !finished.result().error()) {
            done.add(finished.result().callId());
        }
    }

    private void tell(Instant at) {
        asked.forEach((id, call) -> {
            if (done.contains(id)) {
                to.accept(at, Step.of(call));
            }
        });
        asked.clear();
        done.clear();
    }
}
