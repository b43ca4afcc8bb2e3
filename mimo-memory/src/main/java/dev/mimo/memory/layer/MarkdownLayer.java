package dev.mimo.memory.layer;

import dev.mimo.session.MemoryEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A MEMORY.md as it was understood. Sections by kind, one bullet an entry; all else in it is a person's.
 *
 * @param places where entries stand, in the order of the file
 * @param sections those of a kind
 */
record MarkdownLayer(LayerText text, List<Place> places, List<Section> sections) {

    private static final Pattern HEADING = Pattern.compile("(?s)(#{1,6})[ \\t]+(.*?)[ \\t]*#*[ \\t]*");
    private static final Pattern FENCE = Pattern.compile("(?s) {0,3}(`{3,}|~{3,}).*");
    private static final Pattern CONFLICT = Pattern.compile("(?s)(<{7}|>{7}|\\|{7})( .*)?");
    private static final Pattern INDENTED = Pattern.compile("(?s)(?: {2}|\\t).*\\S.*");

    /** An entry and its first line, from 0. */
    record Place(MemoryEntry entry, int line) {}

    /**
     * A heading of a kind and what belongs to it: the lines from {@code line} on, up to but without {@code end}.
     */
    record Section(MemoryEntry.Kind kind, int line, int end) {}

    MarkdownLayer {
        places = List.copyOf(places);
        sections = List.copyOf(sections);
    }

    static MarkdownLayer read(byte[] bytes) throws LayerFault {
        return new Reading(LayerText.read(bytes)).layer();
    }

    List<MemoryEntry> entries() {
        return places.stream().map(Place::entry).toList();
    }

    /** The heading of a kind. */
    static String title(MemoryEntry.Kind kind) {
        return switch (kind) {
            case RULE -> "Rules";
            case DECISION -> "Decisions";
            case FACT -> "Facts";
            case GOTCHA -> "Gotchas";
            case PREFERENCE -> "Preferences";
        };
    }

    /** One walk through the lines. */
    private static final class Reading {

        private final LayerText text;
        private final List<Place> places = new ArrayList<>();
        private final List<Section> sections = new ArrayList<>();
        private final Map<String, Integer> copies = new HashMap<>();
        private final Set<String> ids = new HashSet<>();
        private MemoryEntry.@Nullable Kind kind;
        private int level;
        private int heading;
        private @Nullable String fence;
        private boolean inComment;
        private int opened;
        private @Nullable StringBuilder persons;
        private int personsLine;

        Reading(LayerText text) {
            this.text = text;
        }

        MarkdownLayer layer() throws LayerFault {
            for (int i = 0; i < text.lines().size(); i++) {
                look(text.lines().get(i).text(), i);
            }
            if (fence != null || inComment) {
                throw new LayerFault(
                        opened + 1, (inComment ? "a comment" : "a block of code") + " begins and never ends");
            }
            endPersons();
            endSection(text.lines().size());
            return new MarkdownLayer(text, places, sections);
        }

        private void look(String line, int at) throws LayerFault {
            if (fence != null) {
                fence = line.strip().startsWith(fence)
                                && line.strip().chars().distinct().count() == 1
                        ? null
                        : fence;
                return;
            }
            if (inComment) {
                inComment = !line.contains("-->");
                return;
            }
            if (CONFLICT.matcher(line).matches()) {
                throw new LayerFault(at + 1, "a merge left its marks");
            }
            if (persons != null
                    && INDENTED.matcher(line).matches()
                    && !FENCE.matcher(line).matches()) {
                persons.append(' ').append(line.strip());
                return;
            }
            endPersons();
            if (!opens(line, at) && !isHeading(line, at)) {
                entry(line, at);
            }
        }

        /** Whether a block of code or a comment begins, in which nothing is an entry. */
        private boolean opens(String line, int at) {
            Matcher code = FENCE.matcher(line);
            if (code.matches()) {
                fence = code.group(1);
                opened = at;
                return true;
            }
            int comment = line.lastIndexOf("<!--");
            if (comment >= 0 && EntryLine.findText(line) == null && line.indexOf("-->", comment) < 0) {
                inComment = true;
                opened = at;
                return true;
            }
            return false;
        }

        private boolean isHeading(String line, int at) {
            Matcher matcher = HEADING.matcher(line);
            if (!matcher.matches()) {
                return false;
            }
            int depth = matcher.group(1).length();
            if (kind != null && depth > level) {
                return true;
            }
            endSection(at);
            kind = kind(matcher.group(2));
            level = depth;
            heading = at;
            return true;
        }

        private void entry(String line, int at) throws LayerFault {
            String words = EntryLine.findText(line);
            if (words == null) {
                return;
            }
            MemoryEntry entry = EntryLine.findAgents(words, kind, at + 1);
            if (entry == null) {
                persons = new StringBuilder(words.strip());
                personsLine = at;
            } else {
                add(entry, at);
            }
        }

        private void endPersons() throws LayerFault {
            if (persons != null && !persons.toString().isBlank()) {
                String words = persons.toString();
                int copy = copies.merge(words, 1, Integer::sum) - 1;
                add(EntryLine.persons(words, kind == null ? MemoryEntry.Kind.FACT : kind, copy), personsLine);
            }
            persons = null;
        }

        private void add(MemoryEntry entry, int at) throws LayerFault {
            if (!ids.add(entry.id())) {
                throw new LayerFault(at + 1, "the id " + entry.id() + " is there twice");
            }
            places.add(new Place(entry, at));
        }

        private void endSection(int end) {
            if (kind != null) {
                sections.add(new Section(kind, heading, end));
            }
        }

        private static MemoryEntry.@Nullable Kind kind(String title) {
            String word = title.toLowerCase(Locale.ROOT);
            for (MemoryEntry.Kind one : MemoryEntry.Kind.values()) {
                String plural = title(one).toLowerCase(Locale.ROOT);
                if (word.equals(plural) || word.equals(plural.substring(0, plural.length() - 1))) {
                    return one;
                }
            }
            return null;
        }
    }
}
