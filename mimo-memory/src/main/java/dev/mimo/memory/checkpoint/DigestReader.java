package dev.mimo.memory.checkpoint;

import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.session.Entry;
import dev.mimo.session.Stored;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes a digest of the entries it is given, each once, in order. What it keeps is bounded. Confined to one thread. */
final class DigestReader {

    private static final int MOST_SAID = 100;
    private static final int MOST_FILES = 100;
    private static final int MOST_COMMANDS = 60;
    private static final int LONGEST_SAID = 4_000;
    private static final int LONGEST_LINE = 300;
    private static final int LONGEST_CALL = 200;

    private static final Pattern ENDING = Pattern.compile("\\[([^\\[\\]]*)]\\s*\\z");
    private static final Pattern EXIT = Pattern.compile("\\bexit (-?[0-9]{1,9})\\b");
    private static final Pattern JOB =
            Pattern.compile("\\b(job-[^ ]+ (?:is running|ended: [^;\n]*));.*; command: (.*?)]?$", Pattern.MULTILINE);
    private static final Pattern TROUBLE = Pattern.compile("(?i)\\b(?:error|errors|fail|failed|failure|exception|fatal"
            + "|panic|cannot|denied|undefined|unresolved|not found|no such|traceback|assert\\w*)\\b");

    private final FileUses files = new FileUses(MOST_FILES);
    private final List<Digest.Said> said = new ArrayList<>();
    private final Map<String, Digest.CommandRun> commands = new LinkedHashMap<>();
    private final Map<String, ToolCall> open = new LinkedHashMap<>();

    void take(Stored stored) {
        Entry entry = stored.entry();
        if (entry instanceof Entry.MessageAdded added) {
            takeWords(stored.sequence(), added.message());
        } else if (entry instanceof Entry.ReplyAdded reply) {
            open.clear();
            reply.message().toolCalls().forEach(call -> open.put(call.id(), call));
        } else if (entry instanceof Entry.CallEdited edited) {
            open.computeIfPresent(edited.callId(), (id, call) -> call.withArguments(edited.arguments()));
        } else if (entry instanceof Entry.CallFinished finished) {
            ToolCall call = open.remove(finished.result().callId());
            if (call != null) {
                takeResult(stored.sequence(), call, finished.result());
            }
        }
    }

    private void takeWords(long sequence, Message.User message) {
        if (message.isPersons() && !message.text().isBlank()) {
            said.add(new Digest.Said(sequence, ItemText.bounded(message.text(), LONGEST_SAID)));
            if (said.size() > MOST_SAID) {
                said.remove(0);
            }
        }
    }

    private void takeResult(long sequence, ToolCall call, ToolResult result) {
        switch (call.name()) {
            case "bash" -> takeCommand(sequence, call, result.text());
            case "job" -> takeJobs(sequence, result.text());
            default -> {
                if (!result.error()) {
                    files.take(sequence, call, result.text());
                }
            }
        }
    }

    private void takeCommand(long sequence, ToolCall call, String told) {
        if (call.arguments().path("background").asBoolean()) {
            takeJobs(sequence, told);
            return;
        }
        String command = ItemText.of(call.arguments().path("command").asText(), LONGEST_LINE);
        Matcher ending = ENDING.matcher(told.substring(Math.max(0, told.length() - LONGEST_LINE)));
        run(sequence, command, ending.find() ? ending.group(1) : "", told);
    }

    private void takeJobs(long sequence, String told) {
        Matcher job = JOB.matcher(told);
        while (job.find()) {
            run(sequence, ItemText.of(job.group(2), LONGEST_LINE), job.group(1), told);
        }
    }

    private void run(long sequence, String command, String ending, String told) {
        Matcher exit = EXIT.matcher(ending);
        Integer code = exit.find() ? Integer.valueOf(exit.group(1)) : null;
        boolean well = code != null && code == 0;
        commands.remove(command);
        commands.put(
                command,
                new Digest.CommandRun(
                        sequence, command, code, ItemText.of(ending, LONGEST_LINE), well ? List.of() : trouble(told)));
        if (commands.size() > MOST_COMMANDS) {
            commands.remove(commands.keySet().iterator().next());
        }
    }

    /** The first and the last line that tell of an error. */
    private static List<String> trouble(String told) {
        String first = null;
        String last = null;
        for (String line : (Iterable<String>) told.lines()::iterator) {
            if (TROUBLE.matcher(line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) : line)
                    .find()) {
                first = first == null ? line : first;
                last = line;
            }
        }
        return lines(first, last);
    }

    private static List<String> lines(@Nullable String first, @Nullable String last) {
        List<String> lines = new ArrayList<>();
        if (first != null) {
            lines.add(ItemText.of(first, LONGEST_LINE));
        }
        if (last != null && !last.equals(first)) {
            lines.add(ItemText.of(last, LONGEST_LINE));
        }
        return lines;
    }

    Digest digest() {
        List<String> calls = open.values().stream()
                .map(call -> ItemText.of(call.name() + " " + Json.write(call.arguments()), LONGEST_CALL))
                .toList();
        return new Digest(said, files.list(), List.copyOf(commands.values()), calls, List.of());
    }
}
