package dev.mimo.providers.claude;

import dev.mimo.permission.Rule;
import dev.mimo.permission.Rule.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns one rule of Claude Code into ours. One that allows becomes nothing where ours would allow more; one that asks or
 * denies covers the whole tool where ours would cover less.
 */
final class RuleTranslation {

    private static final Pattern RULE = Pattern.compile("([^()\\s]+)(?:\\((.*)\\))?", Pattern.DOTALL);
    private static final Pattern MCP = Pattern.compile("mcp__[A-Za-z0-9_.-]+(?:__\\*)?");
    private static final Pattern HOST = Pattern.compile("(?:\\*\\.)?[A-Za-z0-9.-]+");
    private static final String DOMAIN = "domain:";
    private static final String ALL = "*";

    /** What an allowing rule is about, by the name of the tool there. */
    private static final Map<String, List<String>> ALLOWED = Map.ofEntries(
            Map.entry("Bash", List.of("bash")),
            Map.entry("Read", List.of("read")),
            Map.entry("Grep", List.of("grep")),
            Map.entry("Glob", List.of("glob")),
            Map.entry("LS", List.of("glob")),
            Map.entry("Edit", List.of("edit")),
            Map.entry("MultiEdit", List.of("edit")),
            Map.entry("Write", List.of("write")),
            Map.entry("WebFetch", List.of("webfetch")),
            Map.entry("WebSearch", List.of("websearch")),
            Map.entry("Task", List.of("task")),
            Map.entry("Agent", List.of("task")),
            Map.entry("TodoWrite", List.of("plan")),
            Map.entry("Skill", List.of("skill")));

    /** The same for one that asks or denies: what reads a file can show it while it is edited. */
    private static final Map<String, List<String>> FORBIDDEN = Map.ofEntries(
            Map.entry("Bash", List.of("bash", "job")),
            Map.entry("Read", List.of("read", "edit")),
            Map.entry("Grep", List.of("read", "edit")),
            Map.entry("Glob", List.of("read", "edit")),
            Map.entry("LS", List.of("read", "edit")),
            Map.entry("NotebookRead", List.of("read", "edit")),
            Map.entry("Edit", List.of("edit")),
            Map.entry("MultiEdit", List.of("edit")),
            Map.entry("Write", List.of("edit")),
            Map.entry("NotebookEdit", List.of("edit")),
            Map.entry("WebFetch", List.of("webfetch")),
            Map.entry("WebSearch", List.of("websearch")),
            Map.entry("Task", List.of("task")),
            Map.entry("Agent", List.of("task")),
            Map.entry("TodoWrite", List.of("plan")),
            Map.entry("Skill", List.of("skill")),
            Map.entry("AskUserQuestion", List.of("ask_user")));

    private static final Set<String> FILES =
            Set.of("Read", "Grep", "Glob", "LS", "NotebookRead", "Edit", "MultiEdit", "Write", "NotebookEdit");

    private final PathPatterns paths;

    RuleTranslation(PathPatterns paths) {
        this.paths = paths;
    }

    /**
     * What became of a rule.
     *
     * @param rules none when it cannot be taken over
     * @param note why not, or what to know of it; may be empty
     */
    record Outcome(List<Rule> rules, String note) {

        Outcome {
            rules = List.copyOf(rules);
        }

        static Outcome none(String why) {
            return new Outcome(List.of(), why);
        }
    }

    Outcome allow(String text) {
        Matcher rule = RULE.matcher(text.strip());
        if (!rule.matches()) {
            return Outcome.none("it is no rule, so it allows nothing");
        }
        String tool = rule.group(1);
        String part = rule.group(2);
        if (tool.startsWith("mcp__")) {
            boolean plain = part == null && MCP.matcher(tool).matches();
            return plain ? whole(List.of(mcp(tool)), Action.ALLOW, "") : Outcome.none("not exactly a tool of a server");
        }
        List<String> ours = ALLOWED.get(tool);
        if (ours == null) {
            return Outcome.none("there is no such tool here");
        }
        if (part == null || part.strip().equals(ALL)) {
            return whole(ours, Action.ALLOW, "");
        }
        List<String> patterns = part.isBlank() ? List.of() : allowing(tool, part.strip());
        return patterns.isEmpty()
                ? Outcome.none("it cannot be said here without allowing more, so it is asked for")
                : new Outcome(each(ours, patterns, Action.ALLOW), "");
    }

    /** For {@code ASK} and {@code DENY}; never without a rule. */
    Outcome forbid(String text, Action action) {
        Matcher rule = RULE.matcher(text.strip());
        String tool = rule.matches() ? rule.group(1) : text.strip().replaceFirst("(?s)[(\\s].*", "");
        String part = rule.matches() ? rule.group(2) : "";
        if (tool.isEmpty()) {
            return whole(
                    List.of(ALL), action, "it is no rule; so that it forbids nothing less it holds for every tool");
        }
        if (tool.startsWith("mcp__")) {
            return whole(List.of(mcp(tool)), action, part == null ? "" : "for the whole tool");
        }
        List<String> ours = FORBIDDEN.get(tool);
        if (ours == null) {
            String note = tool.equals(ALL) ? "" : "no such tool is known here; kept under its own name";
            return whole(List.of(tool), action, note);
        }
        if (part == null || part.strip().equals(ALL)) {
            return whole(ours, action, "");
        }
        List<String> patterns = part.isBlank() ? List.of() : forbidding(tool, part.strip());
        if (patterns.isEmpty() || patterns.contains(ALL)) {
            return whole(ours, action, "it cannot be said here exactly, so it holds for the whole tool");
        }
        List<Rule> rules = new ArrayList<>(each(tool.equals("Bash") ? List.of("bash") : ours, patterns, action));
        if (tool.equals("Bash")) {
            rules.addAll(each(List.of("bash"), CommandPatterns.doubtful(part.strip()), Action.ASK));
        }
        return new Outcome(rules, "");
    }

    private List<String> allowing(String tool, String part) {
        if (FILES.contains(tool)) {
            return paths.allowing(part);
        }
        return switch (tool) {
            case "Bash" -> CommandPatterns.allowing(part);
            case "WebFetch" -> host(part) == null ? List.of() : List.of(String.valueOf(host(part)));
            case "Task", "Agent" -> part.matches("[\\w-]+") ? List.of(part) : List.of();
            default -> List.of();
        };
    }

    private List<String> forbidding(String tool, String part) {
        if (FILES.contains(tool)) {
            return paths.forbidding(part);
        }
        return tool.equals("Bash") ? CommandPatterns.forbidding(part) : allowing(tool, part);
    }

    private static @Nullable String host(String part) {
        String host = part.startsWith(DOMAIN) ? part.substring(DOMAIN.length()).strip() : "";
        return HOST.matcher(host).matches() ? host : null;
    }

    /** A server's name alone stands for all its tools. */
    private static String mcp(String name) {
        return name.indexOf("__", "mcp__".length()) < 0 && !name.endsWith(ALL) ? name + "__*" : name;
    }

    private static Outcome whole(List<String> permissions, Action action, String note) {
        return new Outcome(each(permissions, List.of(ALL), action), note);
    }

    private static List<Rule> each(List<String> permissions, List<String> patterns, Action action) {
        List<Rule> rules = new ArrayList<>();
        for (String permission : permissions) {
            patterns.forEach(pattern -> rules.add(new Rule(permission, pattern, action)));
        }
        return rules;
    }
}
