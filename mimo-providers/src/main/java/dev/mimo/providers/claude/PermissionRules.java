package dev.mimo.providers.claude;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.permission.Mode;
import dev.mimo.permission.Permissions;
import dev.mimo.permission.Rule;
import dev.mimo.tool.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Collects permissions of several files. Ours let the last of ask and allow win, so all that allows comes first, then all
 * that asks, then all that denies. For one thread.
 */
final class PermissionRules {

    private static final Set<String> KEYS = Set.of("allow", "ask", "deny", "defaultMode", "additionalDirectories");
    private static final String SWITCH = "disableBypassPermissionsMode";
    private static final String REPOSITORY = "a repository may forbid, not allow";

    /** From the strictest on. */
    private static final List<Mode> BY_STRICTNESS =
            List.of(Mode.PLAN, Mode.ASK_BEFORE_CHANGE, Mode.ALLOW_IN_WORKSPACE, Mode.BYPASS);

    private final Notes notes;
    private final Path home;
    private final Workspace project;
    private final Set<Rule> allows = new LinkedHashSet<>();
    private final Set<Rule> asks = new LinkedHashSet<>();
    private final Set<Rule> denies = new LinkedHashSet<>();
    private final Set<Path> folders = new LinkedHashSet<>();
    private @Nullable Mode mode;
    private Mode atMost = Mode.BYPASS;
    private boolean doubtful;
    private boolean withoutBypass;

    PermissionRules(Notes notes, Path home, Workspace project) {
        this.notes = notes;
        this.home = home;
        this.project = project;
    }

    /** Something that may have forbidden could not be read: then nothing is allowed. */
    void doubt() {
        doubtful = true;
    }

    /** Reads those of a file of the user's; files are read from the one that wins to the one that loses. */
    void addUsers(JsonNode permissions, String source) {
        if (!isObject(permissions, source)) {
            return;
        }
        RuleTranslation translation = translation(home.resolve(".claude"));
        texts(permissions, "allow", source, false).forEach(text -> keep("allow", text, source, translation::allow));
        forbid(permissions, source, translation);
        texts(permissions, "additionalDirectories", source, false).forEach(text -> folder(text, source));
        if (permissions.has("defaultMode")) {
            mode(permissions.get("defaultMode"), source);
        }
        others(permissions, source);
    }

    /** Reads those of a repository, which may only forbid. */
    void addRepositorys(JsonNode permissions, String source, Path folder) {
        if (!isObject(permissions, source)) {
            return;
        }
        texts(permissions, "allow", source, false)
                .forEach(text -> notes.ignored("permissions.allow", text, source, REPOSITORY));
        forbid(permissions, source, translation(folder));
        texts(permissions, "additionalDirectories", source, false)
                .forEach(text -> notes.ignored("permissions.additionalDirectories", text, source, REPOSITORY));
        if (permissions.has("defaultMode")) {
            String word = permissions.get("defaultMode").asText();
            atMost = stricter(atMost, mode(word));
            notes.taken("permissions.defaultMode", word, source, "only where that is stricter than the user's own");
        }
        others(permissions, source);
    }

    /** Reads rules that allow, from a list of the user's own. */
    void addAllowed(JsonNode list, String what, String source) {
        RuleTranslation translation = translation(home.resolve(".claude"));
        for (JsonNode text : list) {
            keep(what, text.asText(), source, translation::allow);
        }
    }

    Permissions permissions() {
        Mode wanted = stricter(mode == null ? Mode.ASK_BEFORE_CHANGE : mode, atMost);
        wanted = withoutBypass && wanted == Mode.BYPASS ? Mode.ASK_BEFORE_CHANGE : wanted;
        Mode held = doubtful ? stricter(wanted, Mode.ASK_BEFORE_CHANGE) : wanted;
        Permissions made = Permissions.of(held);
        List<Rule> all = new ArrayList<>();
        if (!doubtful) {
            all.addAll(allows);
            folders.forEach(folder -> all.addAll(rules(folder, held)));
        } else if (!allows.isEmpty() || !folders.isEmpty() || held != wanted) {
            notes.ignored(
                    "permissions",
                    allows.size() + " rules that allow",
                    "all files",
                    "settings that could not be read may forbid what these allow");
        }
        all.addAll(asks);
        all.addAll(denies);
        for (Rule rule : all) {
            made = made.rule(rule);
        }
        return made;
    }

    private RuleTranslation translation(Path settings) {
        return new RuleTranslation(new PathPatterns(home, project, List.of(project.root(), settings)));
    }

    private boolean isObject(JsonNode permissions, String source) {
        if (permissions.isObject()) {
            return true;
        }
        doubtful = true;
        notes.ignored("permissions", "", source, "no object; so nothing is allowed");
        return false;
    }

    private void forbid(JsonNode permissions, String source, RuleTranslation translation) {
        texts(permissions, "ask", source, true)
                .forEach(text -> keep("ask", text, source, rule -> translation.forbid(rule, Rule.Action.ASK)));
        texts(permissions, "deny", source, true)
                .forEach(text -> keep("deny", text, source, rule -> translation.forbid(rule, Rule.Action.DENY)));
    }

    private void keep(String list, String text, String source, Function<String, RuleTranslation.Outcome> translate) {
        String what = list.equals("allowedTools") ? list : "permissions." + list;
        RuleTranslation.Outcome outcome = translate.apply(text);
        if (outcome.rules().isEmpty()) {
            notes.ignored(what, text, source, outcome.note());
            return;
        }
        for (Rule rule : outcome.rules()) {
            switch (rule.action()) {
                case ALLOW -> allows.add(rule);
                case ASK -> asks.add(rule);
                case DENY -> denies.add(rule);
            }
        }
        notes.taken(what, text, source, words(outcome));
    }

    private static String words(RuleTranslation.Outcome outcome) {
        Rule first = outcome.rules().get(0);
        int more = outcome.rules().size() - 1;
        String rule = first.action().name().toLowerCase(Locale.ROOT) + " " + first.permission() + " \""
                + first.pattern() + "\"" + (more == 0 ? "" : " and " + more + " more");
        return outcome.note().isEmpty() ? rule : rule + "; " + outcome.note();
    }

    private List<String> texts(JsonNode permissions, String key, String source, boolean forbids) {
        JsonNode list = permissions.path(key);
        List<String> texts = new ArrayList<>();
        boolean whole = list.isArray() || list.isMissingNode();
        for (JsonNode item : list) {
            whole &= item.isTextual();
            if (list.isArray() && item.isTextual()) {
                texts.add(item.textValue());
            }
        }
        if (!whole) {
            doubtful |= forbids;
            String why = "no list of texts" + (forbids ? "; so nothing is allowed" : "");
            notes.ignored("permissions." + key, "", source, why);
        }
        return texts;
    }

    private void folder(String text, String source) {
        String what = "permissions.additionalDirectories";
        try {
            Path named = text.equals("~") || text.startsWith("~/")
                    ? home.resolve(text.substring(Math.min(2, text.length())))
                    : project.root().resolve(text);
            Path real = named.toRealPath();
            if (!Files.isDirectory(real) || real.toString().chars().anyMatch(c -> c == '*' || c == '?')) {
                notes.ignored(what, text, source, "no folder, or one whose name cannot be said in a rule");
            } else {
                folders.add(real);
                notes.taken(what, text, source, "read there like in the workspace");
            }
        } catch (IOException | InvalidPathException e) {
            notes.ignored(what, text, source, "there is no such folder");
        }
    }

    private static List<Rule> rules(Path folder, Mode mode) {
        List<Rule> rules = new ArrayList<>();
        String below = folder.toString().equals("/") ? "/*" : folder + "/*";
        List<String> permissions = mode == Mode.ALLOW_IN_WORKSPACE ? List.of("read", "edit") : List.of("read");
        for (String permission : permissions) {
            rules.add(new Rule(permission, folder.toString(), Rule.Action.ALLOW));
            rules.add(new Rule(permission, below, Rule.Action.ALLOW));
        }
        return rules;
    }

    private void mode(JsonNode given, String source) {
        String what = "permissions.defaultMode";
        String word = given.asText();
        if (mode != null) {
            notes.ignored(what, word, source, "another file of the user's comes first");
            return;
        }
        mode = mode(word);
        String ours = String.valueOf(mode).toLowerCase(Locale.ROOT).replace('_', '-');
        boolean exact =
                Set.of("default", "plan", "acceptEdits", "bypassPermissions").contains(word);
        notes.taken(what, word, source, "mode " + ours + (exact ? "" : ", the nearest that is not wider"));
    }

    /** What is not known is asked for. Where only what is allowed may run at all, nothing may change: nobody is asked there. */
    private static Mode mode(String word) {
        return switch (word) {
            case "plan", "dontAsk" -> Mode.PLAN;
            case "acceptEdits" -> Mode.ALLOW_IN_WORKSPACE;
            case "bypassPermissions" -> Mode.BYPASS;
            default -> Mode.ASK_BEFORE_CHANGE;
        };
    }

    private void others(JsonNode permissions, String source) {
        permissions.properties().forEach(entry -> {
            if (entry.getKey().equals(SWITCH) && entry.getValue().asText().equals("disable")) {
                withoutBypass = true;
                notes.taken("permissions." + SWITCH, "", source, "mode bypass is not taken");
            } else if (!KEYS.contains(entry.getKey())) {
                notes.ignored("permissions." + entry.getKey(), "", source, "it has no meaning here");
            }
        });
    }

    private static Mode stricter(Mode one, Mode other) {
        return BY_STRICTNESS.indexOf(one) <= BY_STRICTNESS.indexOf(other) ? one : other;
    }
}
