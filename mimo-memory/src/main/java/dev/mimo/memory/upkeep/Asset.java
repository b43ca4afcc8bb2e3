package dev.mimo.memory.upkeep;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.mimo.model.Json;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something that agents can be given: a skill, a custom agent or a command, as the one Markdown file that it is, in the form
 * that {@link dev.mimo.extension.Extensions} and Claude Code read.
 *
 * @param name 1 to 64 small letters, digits and {@code -}; begins with a letter
 * @param text of the file
 */
public record Asset(Kind kind, String name, String text) {

    private static final String NAME = "[a-z][a-z0-9-]{0,63}";

    public Asset {
        if (!isName(name)) {
            throw new IllegalArgumentException(
                    "the name of an asset has 1 to 64 small letters, digits and -, and begins with a letter: \"" + name
                            + "\"");
        }
    }

    static boolean isName(String name) {
        return name.matches(NAME);
    }

    /** What an asset is. */
    public enum Kind {
        /** Know-how that an agent loads when it needs it. */
        SKILL,
        /** A kind of sub-agent. */
        AGENT,
        /** Words that people say often, under a short name. */
        COMMAND;

        /** As it stands in reports and ids. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Null when there is none of this name. */
        static @Nullable Kind find(String label) {
            for (Kind kind : values()) {
                if (kind.label().equals(label)) {
                    return kind;
                }
            }
            return null;
        }
    }

    /**
     * @param description when to use it, on one line
     * @param body what it says
     * @param tools what a custom agent may use; empty: all
     */
    static Asset of(Kind kind, String name, String description, String body, Collection<String> tools) {
        StringBuilder text = new StringBuilder("---\n");
        if (kind != Kind.COMMAND) {
            text.append("name: ").append(name).append('\n');
        }
        // JSON's way of quoting is one of YAML's.
        text.append("description: ")
                .append(Json.write(TextNode.valueOf(description)))
                .append('\n');
        if (kind == Kind.AGENT && !tools.isEmpty()) {
            text.append("tools: ").append(String.join(", ", tools)).append('\n');
        }
        return new Asset(kind, name, text + "---\n\n" + body.strip() + "\n");
    }

    /** What it is called in reports and commands: {@code skill-release}. */
    public String id() {
        return kind.label() + "-" + name;
    }

    /** Where it stands below a folder of assets: {@code skills/release/SKILL.md}. */
    public Path file() {
        return kind == Kind.SKILL ? Path.of("skills", name, "SKILL.md") : Path.of(kind.label() + "s", name + ".md");
    }
}
