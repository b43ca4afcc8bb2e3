package dev.mimo.examples.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.agent.AgentEvent;
import dev.mimo.agent.Outcome;
import dev.mimo.agent.TurnEvent;
import dev.mimo.environment.Event;
import dev.mimo.model.Cost;
import dev.mimo.model.Json;
import dev.mimo.model.ModelRetried;
import dev.mimo.model.TextDelta;
import dev.mimo.model.ToolCall;
import dev.mimo.model.Usage;
import dev.mimo.session.SessionId;
import dev.mimo.tool.ToolProgress;
import dev.mimo.tool.coding.FileChanged;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TerminalViewTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private long sequence;

    @Test
    void words_that_come_in_pieces_are_broken_between_words() {
        TerminalView view = view(false, 24);

        tell(view, new TextDelta("The answer is so"), new TextDelta("mewhat longer than a"), new TextDelta(" line."));
        tell(view, ended(new Outcome.Done(account(Usage.none(), null), "…")));

        assertThat(shown()).startsWith("\nThe answer is somewhat\nlonger than a line.\n");
    }

    @Test
    void nothing_that_a_model_says_reaches_the_terminal_as_a_control() {
        TerminalView view = view(true, 80);
        String evil = "a\u001b[2Jb\u202ec\rd\u0007";

        tell(view, new TextDelta(evil + " "), started("bash", "command", evil), progress(evil));
        tell(view, new FileChanged("call-1", "f", FileChanged.Kind.CHANGED, "--- a\n+++ b\n+" + evil + "\n"));
        tell(view, finished("bash", evil, true), new ModelRetried(2, 1000, evil));
        tell(view, ended(new Outcome.Refused(account(Usage.none(), null), evil)));

        String ours = shown().replaceAll("\u001b\\[[0-9]*[mK]", "").replace("\r● ", "● ");
        assertThat(ours).doesNotContain("\u001b", "\u202e", "\u0007", "\r").contains("a\\u{1b}[2Jb\\u{202e}c");
    }

    @Test
    void without_colours_there_is_no_escape_and_no_carriage_return() {
        TerminalView view = view(false, 80);

        tell(view, new TextDelta("hello"), started("bash", "command", "ls"), progress("x\n"));
        tell(view, finished("bash", "a\n[exit 0, 0.1 s]", false));
        tell(view, ended(new Outcome.Done(account(Usage.none(), null), "hello")));

        assertThat(shown())
                .isEqualTo("\nhello\n● bash ls … ok 12 ms\n  a\n  [exit 0, 0.1 s]\n\n✔ done · 3 steps · 1.5 s\n");
    }

    @Test
    void a_call_that_ends_after_another_began_has_a_line_of_its_own() {
        TerminalView view = view(false, 80);

        tell(view, new TurnEvent.ToolCallStarted(call("1", "read", "path", "a.txt")));
        tell(view, new TurnEvent.ToolCallStarted(call("2", "read", "path", "b.txt")));
        tell(view, new TurnEvent.ToolCallFinished("1", "read", "…", false, 3));
        tell(view, new TurnEvent.ToolCallFinished("2", "read", "…", false, 4));

        assertThat(shown()).isEqualTo("● read a.txt\n● read b.txt\n● read a.txt … ok 3 ms\n● read b.txt … ok 4 ms\n");
    }

    @Test
    void an_edit_is_shown_as_what_it_changed() {
        TerminalView view = view(true, 80);

        tell(view, started("edit", "path", "a.txt"));
        tell(
                view,
                new FileChanged(
                        "call-1",
                        "a.txt",
                        FileChanged.Kind.CHANGED,
                        "--- a/a.txt\n+++ b/a.txt\n@@ -1 +1 @@\n-x\n+y\n"));
        tell(view, finished("edit", "changed a.txt, line 1", false));

        assertThat(shown())
                .endsWith(
                        " 12 ms\n  \u001b[36m@@ -1 +1 @@\u001b[0m\n  \u001b[31m-x\u001b[0m\n  \u001b[32m+y\u001b[0m\n");
    }

    @Test
    void a_sub_agent_is_indented_and_does_not_talk_in_between() {
        TerminalView view = view(false, 80);
        SessionId child = SessionId.of("child");

        tell(view, new TurnEvent.SubagentStarted("child", "scout", "look around"));
        view.onEvent(stamped(child, new TextDelta("hm")));
        view.onEvent(stamped(child, started("glob", "pattern", "**/*")));
        view.onEvent(stamped(child, finished("glob", "a.txt", false)));
        view.onEvent(stamped(child, ended(new Outcome.Done(account(Usage.none(), null), "hm"))));
        tell(view, new TurnEvent.SubagentFinished("child", "done"));

        assertThat(shown()).isEqualTo("▶ scout: look around\n  ● glob **/* … ok 12 ms\n◀ sub-agent: done\n");
    }

    @Test
    void the_last_line_tells_tokens_and_cost_where_they_are_known() {
        tell(
                view(false, 80),
                ended(new Outcome.LimitReached(
                        account(Usage.of(12_000, 345), Cost.usd("0.0123")), "steps", "too many")));

        assertThat(shown()).isEqualTo("\ntoo many\n■ limit reached · 3 steps · 12,345 tokens · $0.0123 · 1.5 s\n");
    }

    @Test
    void wide_characters_take_two_columns() {
        assertThat(Printable.columns("日本e\u0301")).isEqualTo(5);
        assertThat(Printable.cut("日本語です", 7)).isEqualTo("日本語…");
    }

    private TerminalView view(boolean colours, int width) {
        TerminalView view = new TerminalView(Terminal.of(out, colours, width));
        view.onEvent(new AgentEvent(SessionId.of("s"), "a", "t", 0, 0, START, new TurnEvent.TurnStarted("go", "m:m")));
        return view;
    }

    private void tell(TerminalView view, Event... events) {
        for (Event event : events) {
            view.onEvent(stamped(SessionId.of("s"), event));
        }
    }

    private AgentEvent stamped(SessionId session, Event event) {
        return new AgentEvent(session, "a", "t", 1, ++sequence, START.plusMillis(1500), event);
    }

    private String shown() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static TurnEvent.ToolCallStarted started(String tool, String argument, String value) {
        return new TurnEvent.ToolCallStarted(call("call-1", tool, argument, value));
    }

    private static ToolCall call(String id, String tool, String argument, String value) {
        return ToolCall.of(id, tool, Json.object().put(argument, value));
    }

    private static ToolProgress progress(String text) {
        return new ToolProgress("call-1", text);
    }

    private static TurnEvent.ToolCallFinished finished(String tool, String text, boolean error) {
        return new TurnEvent.ToolCallFinished("call-1", tool, text, error, 12);
    }

    private static TurnEvent.TurnEnded ended(Outcome outcome) {
        return new TurnEvent.TurnEnded(outcome);
    }

    private static Outcome.Account account(Usage usage, @Nullable Cost cost) {
        return new Outcome.Account("t", 3, usage, cost);
    }
}
