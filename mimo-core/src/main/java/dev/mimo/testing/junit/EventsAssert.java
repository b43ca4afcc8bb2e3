package dev.mimo.testing.junit;

import dev.mimo.agent.AgentEvent;
import dev.mimo.agent.TurnEvent;
import dev.mimo.model.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.AbstractAssert;

/** Assertions about what listeners were told, by an agent and its sub-agents together. A tool ran when its call was allowed. */
@SuppressWarnings("exports") // whoever uses it has the test library itself
public final class EventsAssert extends AbstractAssert<EventsAssert, List<AgentEvent>> {

    private static final Set<String> PIECES = Set.of("text_delta", "thinking_delta", "tool_call_delta");

    private static final int LONGEST = 300;

    EventsAssert(List<AgentEvent> actual) {
        super(actual, EventsAssert.class);
    }

    /** A call of that tool began. */
    public EventsAssert ranTool(String name) {
        List<String> ran = ran();
        return require(ran.contains(name), name + " to run; what ran was " + ran);
    }

    /** Calls of exactly these began, in this order. */
    public EventsAssert ranToolsInOrder(String... names) {
        List<String> ran = ran();
        return require(ran.equals(List.of(names)), List.of(names) + " to run, not " + ran);
    }

    /** No call of that tool began. */
    public EventsAssert neverRan(String name) {
        return require(!ran().contains(name), name + " not to run");
    }

    /** At least one such event was told. */
    public EventsAssert told(String type) {
        return require(types().contains(type), "an event of type " + type);
    }

    /** No such event was told. */
    public EventsAssert neverTold(String type) {
        return require(!types().contains(type), "no event of type " + type);
    }

    /** No more models were asked than this, sub-agents' included. */
    public EventsAssert usedAtMost(int steps) {
        long used = types().stream().filter("step_started"::equals).count();
        return require(used <= steps, "at most " + steps + " steps, not " + used);
    }

    /** The events of each turn that begins here are numbered from 0 without gaps. */
    public EventsAssert isWellFormed() {
        Map<String, Long> next = new HashMap<>();
        for (AgentEvent event : actualEvents()) {
            String turn = event.session() + " " + event.turn();
            if (next.containsKey(turn) || event.sequence() == 0) {
                long expected = next.getOrDefault(turn, 0L);
                boolean resumed = event.event() instanceof TurnEvent.TurnResumed;
                require(
                        resumed || event.sequence() == expected,
                        "number " + expected + " of " + turn + ", not " + event.sequence());
                next.put(turn, event.sequence() + 1);
            }
        }
        return this;
    }

    private List<String> ran() {
        List<String> names = new ArrayList<>();
        for (AgentEvent event : actualEvents()) {
            if (event.event() instanceof TurnEvent.ToolCallStarted started) {
                names.add(started.call().name());
            }
        }
        return names;
    }

    private List<String> types() {
        return actualEvents().stream().map(AgentEvent::type).toList();
    }

    private List<AgentEvent> actualEvents() {
        isNotNull();
        return actual;
    }

    private EventsAssert require(boolean holds, String what) {
        if (!holds) {
            StringBuilder told = new StringBuilder();
            for (AgentEvent event : actual) {
                if (!PIECES.contains(event.type())) {
                    String line = Json.write(event.toJson());
                    told.append("\n  ").append(line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…");
                }
            }
            throw failure("expected %s\n\nevents, without pieces of replies:%s", what, told);
        }
        return this;
    }
}
