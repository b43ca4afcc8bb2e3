package dev.mimo.judge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.agent.StopGate;
import dev.mimo.model.Json;
import dev.mimo.model.ToolResult;
import dev.mimo.tool.Tool;
import dev.mimo.tool.shell.ShellTools;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A command that must end with 0. */
final class CommandEvidence implements Evidence {

    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    private final String line;

    CommandEvidence(String line) {
        if (line.isBlank()) {
            throw new IllegalArgumentException("a command is not blank");
        }
        this.line = line;
    }

    static String line(String program, String argument, String... more) {
        List<String> words = new ArrayList<>(List.of(program, argument));
        words.addAll(List.of(more));
        words.replaceAll(word -> PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'");
        return String.join(" ", words);
    }

    @Override
    public Finding look(StopGate.Stopping stopping) throws InterruptedException {
        Tool bash = ShellTools.all().get(0);
        ObjectNode arguments = Json.object().put("command", line).put("timeout_ms", LONGEST.toMillis());
        ToolResult result = stopping.surroundings().call(bash, arguments);
        return new Finding("$ " + line, !result.error(), result.text());
    }
}
