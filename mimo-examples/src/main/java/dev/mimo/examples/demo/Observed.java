package dev.mimo.examples.demo;

import dev.mimo.model.Message;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a conversation has shown so far: files found and read, changes made, tests run. */
final class Observed {

    private final Map<String, ToolCall> calls = new HashMap<>();
    private final Map<String, String> files = new HashMap<>();
    private final List<Edit> edits = new ArrayList<>();
    private final List<TestRun> runs = new ArrayList<>();
    private String found = "";
    private boolean editedSinceLastRun;

    private Observed() {}

    /** A text in a file that was replaced. */
    record Edit(String path, String old, String now) {
        Edit reversed() {
            return new Edit(path, now, old);
        }
    }

    static Observed in(List<Message> messages) {
        Observed observed = new Observed();
        for (Message message : messages) {
            if (message instanceof Message.Assistant said) {
                said.toolCalls().forEach(call -> observed.calls.put(call.id(), call));
            } else if (message instanceof Message.Tool told) {
                told.results().forEach(observed::note);
            }
        }
        return observed;
    }

    private void note(ToolResult result) {
        ToolCall call = calls.get(result.callId());
        if (call == null) {
            return;
        }
        String path = call.arguments().path("path").asText();
        if (call.name().equals("bash")) {
            runs.add(TestRun.of(result.text()));
            editedSinceLastRun = false;
        } else if (result.error()) {
            return;
        } else if (call.name().equals("glob")) {
            found = result.text();
        } else if (call.name().equals("read")) {
            files.put(path, withoutNumbers(result.text()));
        } else if (call.name().equals("edit")) {
            edits.add(new Edit(
                    path,
                    call.arguments().path("old").asText(),
                    call.arguments().path("new").asText()));
            editedSinceLastRun = true;
        }
    }

    /** How many calls were made. */
    int count() {
        return calls.size();
    }

    /** Where the file of that name is; null when none was found. */
    @Nullable
    String find(String name) {
        return found.lines()
                .filter(path -> path.endsWith("/" + name))
                .findFirst()
                .orElse(null);
    }

    /** The text of a file as it was read last; null when it was not. */
    @Nullable
    String read(String path) {
        return files.get(path);
    }

    /** Changes that were made, oldest first. */
    List<Edit> edits() {
        return edits;
    }

    /** Whether the change was undone, or is one that undid another. */
    boolean wasTakenBack(Edit edit) {
        return edits.contains(edit.reversed());
    }

    @Nullable
    Edit lastEdit() {
        return edits.isEmpty() ? null : edits.get(edits.size() - 1);
    }

    boolean editedSinceLastRun() {
        return editedSinceLastRun;
    }

    @Nullable
    TestRun lastRun() {
        return runs.isEmpty() ? null : runs.get(runs.size() - 1);
    }

    /** The run before the last one. */
    @Nullable
    TestRun runBefore() {
        return runs.size() < 2 ? null : runs.get(runs.size() - 2);
    }

    private static String withoutNumbers(String page) {
        return page.lines().map(line -> line.replaceFirst("^ *\\d+\t", "")).collect(Collectors.joining("\n"));
    }
}
