package dev.mimo.extension;

import java.util.List;
import java.util.Map;

/** How files written for Claude Code call our tools. */
final class ClaudeNames {

    private static final Map<String, List<String>> OURS = Map.ofEntries(
            Map.entry("Read", List.of("read")),
            Map.entry("Write", List.of("write")),
            Map.entry("Edit", List.of("edit", "patch")),
            Map.entry("MultiEdit", List.of("edit", "patch")),
            Map.entry("Bash", List.of("bash", "job")),
            Map.entry("Grep", List.of("grep")),
            Map.entry("Glob", List.of("glob")),
            Map.entry("LS", List.of("glob")),
            Map.entry("WebFetch", List.of("webfetch")),
            Map.entry("WebSearch", List.of("websearch")),
            Map.entry("Task", List.of("task")),
            Map.entry("Agent", List.of("task")),
            Map.entry("TodoWrite", List.of("plan")),
            Map.entry("Skill", List.of("skill")),
            Map.entry("AskUserQuestion", List.of("ask_user")));

    private static final Map<String, String> THEIRS = Map.ofEntries(
            Map.entry("read", "Read"),
            Map.entry("write", "Write"),
            Map.entry("edit", "Edit"),
            Map.entry("patch", "MultiEdit"),
            Map.entry("bash", "Bash"),
            Map.entry("grep", "Grep"),
            Map.entry("glob", "Glob"),
            Map.entry("webfetch", "WebFetch"),
            Map.entry("websearch", "WebSearch"),
            Map.entry("task", "Task"),
            Map.entry("plan", "TodoWrite"),
            Map.entry("skill", "Skill"),
            Map.entry("ask_user", "AskUserQuestion"));

    private ClaudeNames() {}

    /** Our tools that do what the named one does; a name that is not known stands for itself. */
    static List<String> ours(String name) {
        return OURS.getOrDefault(name, List.of(name));
    }

    /** What our tool is called there; the same where it has no counterpart. */
    static String theirs(String name) {
        return THEIRS.getOrDefault(name, name);
    }
}
