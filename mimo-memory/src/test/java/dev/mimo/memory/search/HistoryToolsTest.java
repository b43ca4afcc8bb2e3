package dev.mimo.memory.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.StopReason;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.model.Usage;
import dev.mimo.session.Entry;
import dev.mimo.session.InMemorySessionStore;
import dev.mimo.session.ScanningHistorySearch;
import dev.mimo.session.SessionId;
import dev.mimo.session.SessionLog;
import dev.mimo.session.SessionStore;
import dev.mimo.testing.FakeWorkspace;
import dev.mimo.testing.ManualClock;
import dev.mimo.testing.TestToolContext;
import dev.mimo.tool.Effect;
import dev.mimo.tool.InvalidCall;
import dev.mimo.tool.Tool;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HistoryToolsTest {

    private final SessionStore store = new InMemorySessionStore(new ManualClock(Instant.parse("2026-11-22T10:01:30Z")));
    private final Map<SessionId, String> projects = new HashMap<>();
    private final List<Tool> tools =
            HistoryTools.over(new ScanningHistorySearch(store, projects::get), store, projects::get);
    private final FakeWorkspace files = FakeWorkspace.create();

    @AfterEach
    void close() {
        files.close();
        store.close();
    }

    @Test
    void they_only_read() {
        assertThat(tools)
                .extracting(tool -> tool.spec().name())
                .containsExactly("history_search", "history_around", "history_get");
        assertThat(tools).extracting(Tool::effect).containsOnly(Effect.READ);
    }

    @Test
    void a_hit_quotes_ref_time_source_and_words() throws Exception {
        append("a", user("the database moved to port 5433"));

        assertThat(call("a", "history_search", Map.of("words", "database port")))
                .isEqualTo("From the history, the best first:\n[a#0] 2026-11-22 10:01 UTC, user:"
                        + " the database moved to port 5433");
    }

    @Test
    void an_agent_reads_its_project_and_no_other() throws Exception {
        append("a", user("needle of a"));
        append("b", user("needle of b"));
        append("c", user("needle of c"));
        projects.putAll(Map.of(SessionId.of("a"), "billing", SessionId.of("b"), "billing", SessionId.of("c"), "shop"));

        assertThat(call("a", "history_search", Map.of("words", "needle")))
                .contains("[a#0]", "[b#0]")
                .doesNotContain("[c#0]");
        assertThat(call("a", "history_search", Map.of("words", "needle", "this_session", true)))
                .contains("[a#0]")
                .doesNotContain("[b#0]");
        assertThat(call("a", "history_get", Map.of("ref", "b#0"))).contains("needle of b");
        assertThatThrownBy(() -> call("a", "history_get", Map.of("ref", "c#0")))
                .isInstanceOf(InvalidCall.class)
                .hasMessageContaining("there is no session \"c\" here");
        assertThatThrownBy(() -> call("a", "history_around", Map.of("ref", "c#0")))
                .isInstanceOf(InvalidCall.class);
    }

    @Test
    void an_agent_without_a_project_reads_its_session_only() throws Exception {
        append("a", user("needle of a"));
        append("b", user("needle of b"));

        assertThat(call("a", "history_search", Map.of("words", "needle"))).doesNotContain("[b#0]");
        assertThatThrownBy(() -> call("a", "history_get", Map.of("ref", "b#0"))).isInstanceOf(InvalidCall.class);
    }

    @Test
    void a_subagent_reads_what_its_parent_may() throws Exception {
        append("a", user("needle of a"));
        append("child", new Entry.Opened("scout", SessionId.of("a")), user("go"));
        append("grandchild", new Entry.Opened("scout", SessionId.of("child")), user("go on"));
        append("b", user("needle of b"));

        assertThat(call("grandchild", "history_search", Map.of("words", "needle")))
                .contains("[a#0]")
                .doesNotContain("[b#0]");
        assertThat(call("grandchild", "history_get", Map.of("ref", "a#0"))).contains("needle of a");
        assertThat(call("a", "history_get", Map.of("ref", "child#1"))).contains("go");
        assertThatThrownBy(() -> call("grandchild", "history_get", Map.of("ref", "b#0")))
                .isInstanceOf(InvalidCall.class);
    }

    @Test
    void what_was_looked_up_before_is_no_find() throws Exception {
        ToolCall call = ToolCall.of("c1", "history_search", Json.object().put("words", "needle"));
        append(
                "a",
                user("a needle"),
                new Entry.ReplyAdded(Message.assistant(call), StopReason.TOOL_CALLS, Usage.of(1, 1)),
                new Entry.CallFinished(ToolResult.of(call, "From the history, the best first:\n[a#0] a needle")));

        assertThat(call("a", "history_search", Map.of("words", "needle")).lines())
                .hasSize(2);
    }

    @Test
    void where_nothing_is_found_it_says_where_to_look_next() throws Exception {
        append("a", user("hay"));

        assertThat(call("a", "history_search", Map.of("words", "needle"))).contains("nobody said", "memory_search");
        assertThat(call("a", "history_search", Map.of("words", "needle", "this_session", true)))
                .contains("look in the whole project");
    }

    @Test
    void many_long_hits_stay_within_the_bound_and_the_rest_is_counted() throws Exception {
        append(
                "a",
                IntStream.range(0, 30)
                        .mapToObj(i -> user("针 " + "数据库".repeat(300)))
                        .toArray(Entry[]::new));

        String told = call("a", "history_search", Map.of("words", "针", "limit", 25));

        assertThat(told.getBytes(StandardCharsets.UTF_8).length).isLessThan(Told.MOST_BYTES + 200);
        assertThat(told).endsWith("more; use more words)");
    }

    @Test
    void messages_around_are_shown_in_order_and_cut() throws Exception {
        append(
                "a",
                user("one"),
                user("two"),
                new Entry.TurnStarted("t"),
                user("three"),
                user("x".repeat(50_000)),
                user("six"));

        assertThat(call("a", "history_around", Map.of("ref", "a#3", "count", 1)))
                .startsWith("From the history, around a#3:\n[a#1] 2026-11-22 10:01 UTC, user: two\n> [a#3]")
                .contains("[a#4]", "more characters: history_get a#4)")
                .doesNotContain("one", "six");
        assertThat(call("a", "history_around", Map.of("ref", "a#2", "count", 20)))
                .contains("one", "six", "> [a#2] (says nothing: TurnStarted)")
                .satisfies(told -> assertThat(told.length()).isLessThan(Told.MOST_BYTES + 2_000));
    }

    @Test
    void a_long_message_is_read_page_by_page() throws Exception {
        String text = "🦙数".repeat(10_000);
        append("a", user(text));

        StringBuilder read = new StringBuilder();
        Integer offset = 0;
        while (offset != null) {
            String page = call("a", "history_get", Map.of("ref", "a#0", "offset", offset));
            int more = page.lastIndexOf("\n(");
            read.append(page, page.indexOf('\n') + 1, more < 0 ? page.length() : more);
            offset = more < 0 ? null : Integer.valueOf(page.replaceAll("(?s).*offset (\\d+)\\)$", "$1"));
        }

        assertThat(read.toString()).isEqualTo("[a#0] 2026-11-22 10:01 UTC, user: " + text);
        assertThatThrownBy(() -> call("a", "history_get", Map.of("ref", "a#0", "offset", 1_000_000)))
                .isInstanceOf(InvalidCall.class);
    }

    @Test
    void what_is_no_ref_is_told() {
        append("a", user("one"));

        for (String ref : List.of("a", "a#", "#1", "a#x", "a#7", "nobody#0", "")) {
            assertThatThrownBy(() -> call("a", "history_get", Map.of("ref", ref)))
                    .as(ref)
                    .isInstanceOf(InvalidCall.class);
        }
    }

    private void append(String session, Entry... entries) {
        try (SessionLog log = store.open(SessionId.of(session))) {
            log.append(List.of(entries));
        }
    }

    private String call(String session, String name, Map<String, Object> arguments) throws Exception {
        Tool tool = tools.stream()
                .filter(one -> one.spec().name().equals(name))
                .findFirst()
                .orElseThrow();
        try (TestToolContext context =
                TestToolContext.builder(files.workspace()).session(session).build()) {
            return context.call(tool, arguments).text();
        }
    }

    private static Entry user(String text) {
        return new Entry.MessageAdded(Message.user(text), null);
    }
}
