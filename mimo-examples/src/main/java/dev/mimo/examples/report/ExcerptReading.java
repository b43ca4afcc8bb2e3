package dev.mimo.examples.report;

import dev.mimo.examples.report.Excerpt.Line;
import dev.mimo.examples.report.Excerpt.Who;
import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.session.Entry;
import dev.mimo.session.Stored;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Keeps of what was said the beginning, the end, what people said, and what is named as evidence. */
final class ExcerptReading implements Consumer<Stored> {

    private static final int BEGINNING = 60;
    private static final int END = 160;
    private static final int BETWEEN = 400;
    private static final int LONGEST = 1_500;
    private static final int LONGEST_NAME = 60;

    private final Set<Long> named;
    private final List<Numbered> kept = new ArrayList<>();
    private final Deque<Numbered> end = new ArrayDeque<>();
    private final Map<String, String> tools = new HashMap<>();
    private int number;
    private int turns;

    private record Numbered(int number, Line line) {}

    /** {@code named}: entries that are kept wherever they stand. */
    ExcerptReading(Set<Long> named) {
        this.named = named;
    }

    @Override
    public void accept(Stored stored) {
        Entry entry = stored.entry();
        if (entry instanceof Entry.TurnStarted) {
            add(stored, Who.TURN, "turn " + ++turns, "");
        } else if (entry instanceof Entry.MessageAdded added) {
            String note = added.message().note();
            add(
                    stored,
                    added.message().isPersons() ? Who.USER : Who.RUNTIME,
                    note == null ? "" : note,
                    text(added.message()));
        } else if (entry instanceof Entry.ReplyAdded reply) {
            takeReply(stored, reply.message());
        } else if (entry instanceof Entry.CallFinished finished) {
            ToolResult result = finished.result();
            String tool = tools.getOrDefault(result.callId(), "");
            tools.remove(result.callId());
            add(stored, result.error() ? Who.ERROR : Who.RESULT, tool, result.text());
        } else if (entry instanceof Entry.TurnPaused paused) {
            StringBuilder questions = new StringBuilder();
            paused.questions()
                    .forEach(question -> questions.append(question.text()).append('\n'));
            add(stored, Who.END, "paused", questions.toString());
        } else if (entry instanceof Entry.TurnEnded ended) {
            add(stored, Who.END, ended.outcome(), ended.outcome().equals("done") ? "" : ended.text());
        }
    }

    private void takeReply(Stored stored, Message.Assistant message) {
        if (!message.text().isBlank()) {
            add(stored, Who.ASSISTANT, "", message.text());
        }
        for (ToolCall call : message.toolCalls()) {
            String name = Clip.line(call.name(), LONGEST_NAME);
            tools.put(call.id(), name);
            add(stored, Who.CALL, name, arguments(call));
        }
    }

    /* The one argument alone where there is just one of some length: a command, a path. */
    private static String arguments(ToolCall call) {
        if (call.unparsed() != null) {
            return call.unparsed();
        }
        return call.arguments().size() == 1 ? Subject.of(call) : Json.write(call.arguments());
    }

    private static String text(Message.User message) {
        StringBuilder text = new StringBuilder(message.text());
        for (Content content : message.content()) {
            if (content instanceof Content.Image image) {
                text.append(text.isEmpty() ? "" : "\n")
                        .append("[picture, ")
                        .append(image.mediaType())
                        .append(']');
            }
        }
        return text.toString();
    }

    private void add(Stored stored, Who who, String label, String text) {
        String stripped = text.strip();
        Line line = new Line(
                stored.sequence(),
                stored.at(),
                who,
                Clip.line(label, LONGEST_NAME),
                Clip.middle(stripped, LONGEST),
                stripped.length(),
                0);
        Numbered next = new Numbered(number++, line);
        if (number <= BEGINNING) {
            kept.add(next);
            return;
        }
        end.add(next);
        if (end.size() > END) {
            Numbered old = end.remove();
            if (kept.size() < BEGINNING + BETWEEN && isKept(old.line)) {
                kept.add(old);
            }
        }
    }

    private boolean isKept(Line line) {
        boolean said = line.who() == Who.USER || line.who() == Who.TURN || line.who() == Who.END;
        return said || named.contains(line.sequence());
    }

    Excerpt read() {
        List<Numbered> all = new ArrayList<>(kept);
        all.addAll(end);
        List<Line> lines = new ArrayList<>();
        int expected = 0;
        for (Numbered next : all) {
            Line line = next.line;
            lines.add(new Line(
                    line.sequence(),
                    line.at(),
                    line.who(),
                    line.label(),
                    line.text(),
                    line.length(),
                    next.number - expected));
            expected = next.number + 1;
        }
        return new Excerpt(lines, number - lines.size());
    }
}
