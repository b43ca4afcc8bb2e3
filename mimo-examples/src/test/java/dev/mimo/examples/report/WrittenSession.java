package dev.mimo.examples.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.memory.checkpoint.InMemoryCheckpointStore;
import dev.mimo.model.Content;
import dev.mimo.model.Message;
import dev.mimo.model.ModelFacts;
import dev.mimo.model.ModelRef;
import dev.mimo.model.Prices;
import dev.mimo.model.StopReason;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.model.Usage;
import dev.mimo.session.Entry;
import dev.mimo.session.InMemoryMemoryStore;
import dev.mimo.session.InMemorySessionStore;
import dev.mimo.session.MemoryScope;
import dev.mimo.session.SessionId;
import dev.mimo.session.SessionLog;
import dev.mimo.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A session written entry by entry, a second after the other. */
final class WrittenSession implements AutoCloseable {

    static final Instant BEGIN = Instant.parse("2026-03-02T09:00:00Z");
    static final ModelRef MODEL = ModelRef.of("acme", "large");

    final ManualClock clock = new ManualClock(BEGIN);
    final InMemorySessionStore store = new InMemorySessionStore(clock);
    final InMemoryCheckpointStore checkpoints = new InMemoryCheckpointStore();
    final InMemoryMemoryStore memories = new InMemoryMemoryStore();

    private final SessionId id;
    private final SessionLog log;

    WrittenSession(String id) {
        this.id = SessionId.of(id);
        log = store.open(this.id);
    }

    SessionId id() {
        return id;
    }

    WrittenSession add(Entry... entries) {
        for (Entry entry : entries) {
            log.append(List.of(entry));
            clock.advance(Duration.ofSeconds(1));
        }
        return this;
    }

    WrittenSession begin(String turn, String task) {
        return add(new Entry.TurnStarted(turn), new Entry.MessageAdded(Message.user(task), null));
    }

    WrittenSession reply(long prompt, Content... content) {
        Message.Assistant message = new Message.Assistant(List.of(content), MODEL, null);
        boolean calls = !message.toolCalls().isEmpty();
        return add(new Entry.ReplyAdded(
                message, calls ? StopReason.TOOL_CALLS : StopReason.STOP, Usage.of(prompt - 100, 100)));
    }

    WrittenSession result(ToolCall call, String text) {
        return add(new Entry.CallFinished(ToolResult.of(call, text)));
    }

    WrittenSession error(ToolCall call, String text) {
        return add(new Entry.CallFinished(ToolResult.error(call, text)));
    }

    static ToolCall call(String id, String tool, ObjectNode arguments) {
        return ToolCall.of(id, tool, arguments);
    }

    Sources sources(@Nullable String project) {
        List<MemoryScope> scopes =
                project == null ? List.of() : List.of(MemoryScope.project(project), MemoryScope.global());
        return new Sources(
                store, ref -> new ModelFacts(ref, 100_000, null, Prices.of("1", "10")), checkpoints, memories, scopes);
    }

    SessionReport report() {
        return report(null);
    }

    SessionReport report(@Nullable String project) {
        return Objects.requireNonNull(new ReportReader(sources(project)).find(id));
    }

    @Override
    public void close() {
        log.close();
    }
}
