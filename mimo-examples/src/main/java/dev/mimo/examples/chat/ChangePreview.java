package dev.mimo.examples.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import dev.mimo.model.ToolCall;
import dev.mimo.permission.Approver;
import dev.mimo.tool.Action;
import dev.mimo.tool.Effect;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** What a call would do to files, as a unified diff, made from the call before it runs. */
final class ChangePreview {

    private static final int LARGEST = 1 << 20;
    private static final int CONTEXT = 3;

    private ChangePreview() {}

    /** Empty when the call does not tell, or the file cannot be shown as text. */
    static String of(Approver.Request request) {
        ToolCall call = request.call();
        if (call.name().equals("patch")) {
            return call.arguments().path("patch").asText();
        }
        List<Action> edits = request.actions().stream()
                .filter(action -> action.effect() == Effect.EDIT && action.path() != null)
                .toList();
        Path path = edits.size() == 1 ? edits.get(0).path() : null;
        if (path == null) {
            return "";
        }
        return switch (call.name()) {
            case "write" ->
                diff(call, read(path), call.arguments().path("content").asText());
            case "edit" -> edit(call, read(path));
            default -> "";
        };
    }

    private static String edit(ToolCall call, String before) {
        String old = call.arguments().path("old").asText();
        String now = call.arguments().path("new").asText();
        JsonNode all = call.arguments().path("all");
        int at = before.indexOf(old);
        if (at < 0 || old.isEmpty()) {
            return diff(call, old, now);
        }
        String after = all.asBoolean()
                ? before.replace(old, now)
                : before.substring(0, at) + now + before.substring(at + old.length());
        return diff(call, before, after);
    }

    private static String diff(ToolCall call, String before, String after) {
        String path = call.arguments().path("path").asText();
        List<String> old = lines(before);
        List<String> lines = UnifiedDiffUtils.generateUnifiedDiff(
                "a/" + path, "b/" + path, old, DiffUtils.diff(old, lines(after)), CONTEXT);
        return String.join("\n", lines);
    }

    private static List<String> lines(String text) {
        return text.isEmpty()
                ? List.of()
                : Arrays.asList(text.replaceFirst("\r?\n$", "").split("\r?\n", -1));
    }

    private static String read(Path path) {
        try {
            return Files.isRegularFile(path) && Files.size(path) <= LARGEST
                    ? new String(Files.readAllBytes(path), StandardCharsets.UTF_8)
                    : "";
        } catch (IOException e) {
            return "";
        }
    }
}
