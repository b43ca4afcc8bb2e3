package dev.mimo.providers.claude;

import dev.mimo.model.Role;
import dev.mimo.providers.Vendor;
import dev.mimo.providers.claude.Values.Value;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which model each role has. */
final class ModelNames {

    static final String BETA = "anthropic-beta";
    static final String MAIN = "ANTHROPIC_MODEL";
    static final String SMALL = "ANTHROPIC_SMALL_FAST_MODEL";
    static final String SUBAGENT = "CLAUDE_CODE_SUBAGENT_MODEL";
    static final String HAIKU = "ANTHROPIC_DEFAULT_HAIKU_MODEL";
    static final String SONNET = "ANTHROPIC_DEFAULT_SONNET_MODEL";
    static final String OPUS = "ANTHROPIC_DEFAULT_OPUS_MODEL";

    private static final String LARGE_WINDOW = "[1m]";

    private final Values values;
    private final Vendor vendor;
    private final Notes notes;

    ModelNames(Values values, Vendor vendor, Notes notes) {
        this.values = values;
        this.vendor = vendor;
        this.notes = notes;
    }

    /** {@code large}: whether the window of a million tokens is wanted. */
    record Name(String text, boolean large) {}

    /** By role; a role that is missing has the main one. {@code setting}: the {@code model} of the settings. */
    Map<Role, Name> byRole(@Nullable Value setting) {
        Map<Role, Name> names = new EnumMap<>(Role.class);
        Value variable = values.find(MAIN);
        Value main = variable == null ? setting : variable;
        Name name = resolve(main == null ? "default" : main.text());
        names.put(Role.MAIN, name);
        if (main == null) {
            notes.taken("model", name.text(), "default", "nothing names one");
        } else {
            tell(main, name, "the main model");
        }
        if (variable != null && setting != null) {
            notes.ignored("model", setting.text(), setting.source(), variable + " comes first");
        }
        put(names, Role.SUBAGENT, values.find(SUBAGENT), "for sub-agents");
        Value small = values.find(SMALL);
        put(names, Role.UPKEEP, small == null ? values.find(HAIKU) : small, "the small one, for upkeep");
        for (String other : new String[] {SONNET, OPUS, HAIKU}) {
            Value value = values.find(other);
            if (value != null && (small != null || !other.equals(HAIKU))) {
                notes.taken("env." + other, value.text(), value.source(), "what the short name stands for");
            }
        }
        return names;
    }

    private void put(Map<Role, Name> names, Role role, @Nullable Value value, String use) {
        if (value != null && !value.text().equals("inherit")) {
            Name name = resolve(value.text());
            names.put(role, name);
            tell(value, name, use);
        }
    }

    private void tell(Value value, Name name, String use) {
        String what = value.variable().equals("model") ? "model" : "env." + value.variable();
        boolean same = value.text().equals(name.text());
        notes.taken(what, value.text(), value.source(), use + (same ? "" : ": " + name.text()));
    }

    private Name resolve(String text) {
        Name given = split(text);
        String named = switch (given.text().toLowerCase(Locale.ROOT)) {
            case "sonnet", "opusplan" -> known(SONNET, "claude-sonnet-5");
            case "opus", "best" -> known(OPUS, "claude-opus-5");
            case "haiku" -> known(HAIKU, "claude-haiku-4-5");
            case "default", "" -> standard();
            default -> given.text();
        };
        Name resolved = split(named);
        return new Name(resolved.text(), given.large() || resolved.large());
    }

    private static Name split(String text) {
        boolean large = text.toLowerCase(Locale.ROOT).endsWith(LARGE_WINDOW);
        String name = large ? text.substring(0, text.length() - LARGE_WINDOW.length()) : text;
        return new Name(name.strip(), large);
    }

    /** Another vendor would guess what Anthropic's name stands for, and we what the guess can hold: so its own is asked for. */
    private String known(String variable, String anthropics) {
        Value value = values.find(variable);
        String others =
                vendor.name().equals("anthropic") ? null : vendor.models().standard();
        return value != null ? value.text() : others == null ? anthropics : others;
    }

    private String standard() {
        Value opus = values.find(OPUS);
        String standard = vendor.models().standard();
        String last = opus != null ? opus.text() : standard == null ? "claude-sonnet-5" : standard;
        Value sonnet = values.find(SONNET);
        return sonnet == null ? last : sonnet.text();
    }
}
