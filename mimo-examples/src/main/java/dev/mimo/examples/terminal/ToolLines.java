package dev.mimo.examples.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.agent.TurnEvent;
import dev.mimo.model.Json;
import dev.mimo.model.ToolCall;
import dev.mimo.session.SessionId;
import dev.mimo.tool.ToolProgress;
import dev.mimo.tool.coding.FileChanged;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A line for each tool call. It stays open while the call runs, so that its end stands on the same line unless something
 * else was shown meanwhile. Confined to one thread at a time.
 */
final class ToolLines {

    private static final int OUTPUT_LINES = 6;
    private static final int ROOM_FOR_END = 20;
    private static final List<String> SUBJECTS = List.of("path", "command", "pattern", "title", "question", "url");

    private final Terminal terminal;
    private final Map<String, ToolCall> running = new HashMap<>();
    private final Map<SessionId, List<FileChanged>> changes = new HashMap<>();
    private @Nullable String open;
    private String openLine = "";

    ToolLines(Terminal terminal) {
        this.terminal = terminal;
    }

    void started(ToolCall call, String indent) {
        breakLine();
        running.put(call.id(), call);
        openLine = line(call, indent);
        open = call.id();
        terminal.out().print(openLine);
        terminal.out().flush();
    }

    /** Shows the newest line of output behind the open line, where a line can be written anew. */
    void progress(ToolProgress progress) {
        if (!terminal.colours() || !progress.callId().equals(open)) {
            return;
        }
        List<String> lines = progress.text().strip().lines().toList();
        int room = terminal.width() - 1 - shownColumns();
        if (!lines.isEmpty() && room > ROOM_FOR_END / 2) {
            String last = Printable.cut(Printable.text(lines.get(lines.size() - 1)), room - 3);
            rewrite(openLine + terminal.paint(Style.DIM, " ⋯ " + last));
        }
    }

    void finished(TurnEvent.ToolCallFinished finish, SessionId session, String indent) {
        ToolCall call = running.remove(finish.callId());
        if (call == null || !finish.callId().equals(open)) {
            breakLine();
            ToolCall known = call == null ? ToolCall.of(finish.callId(), finish.tool(), Json.object()) : call;
            terminal.out().print(line(known, indent));
        } else {
            rewrite(openLine);
        }
        open = null;
        String took = finish.millis() == 0 ? "" : " " + TerminalView.millis(finish.millis());
        terminal.out().println(" … " + (finish.error() ? paint(Style.RED, "failed") : paint(Style.GREEN, "ok")) + took);
        List<FileChanged> changed = changes.remove(session);
        if (changed != null) {
            DiffView diff = new DiffView(terminal, indent + "  ");
            changed.forEach(change -> diff.showChanges(change.diff()));
        }
        if (finish.tool().equals("bash") || finish.error()) {
            output(finish.text(), indent + "  ");
        }
    }

    /** Shown when the call that changed the file has ended. */
    void changed(SessionId session, FileChanged change) {
        changes.computeIfAbsent(session, first -> new ArrayList<>()).add(change);
    }

    /** Ends the open line, for something else to be shown. */
    void breakLine() {
        if (open != null) {
            rewrite(openLine);
            terminal.out().println();
            open = null;
        }
    }

    private void output(String text, String indent) {
        List<String> lines = text.stripTrailing().lines().toList();
        int hidden = Math.max(0, lines.size() - OUTPUT_LINES);
        int room = terminal.width() - indent.length();
        if (hidden > 0) {
            terminal.out().println(indent + paint(Style.DIM, "… " + hidden + " lines"));
        }
        for (String line : lines.subList(hidden, lines.size())) {
            terminal.out().println(indent + paint(Style.DIM, Printable.cut(Printable.text(line), room)));
        }
    }

    private String line(ToolCall call, String indent) {
        String name = Printable.line(call.name(), terminal.width() / 2);
        int room = terminal.width() - indent.length() - 3 - Printable.columns(name) - ROOM_FOR_END;
        String subject = Printable.line(subject(call), Math.max(8, room));
        String line = indent + paint(Style.CYAN, "● ") + paint(Style.BOLD, name);
        return subject.isEmpty() ? line : line + " " + subject;
    }

    /** What a call is about, in few words. */
    static String subject(ToolCall call) {
        for (String name : SUBJECTS) {
            JsonNode value = call.arguments().path(name);
            if (value.isTextual()) {
                return value.textValue();
            }
        }
        return call.arguments().isEmpty() ? "" : Json.write(call.arguments());
    }

    /** Where the cursor can be moved the line is written anew; elsewhere it still stands there. */
    private void rewrite(String line) {
        if (terminal.colours()) {
            terminal.out().print("\r\u001b[K" + line);
            terminal.out().flush();
        }
    }

    private int shownColumns() {
        return Printable.columns(openLine.replaceAll("\u001b\\[[0-9]*m", ""));
    }

    private String paint(Style style, String text) {
        return terminal.paint(style, text);
    }
}
