package dev.mimo.extension;

import dev.mimo.tool.Action;
import dev.mimo.tool.Doc;
import dev.mimo.tool.Effect;
import dev.mimo.tool.InvalidCall;
import dev.mimo.tool.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The tool {@code skill}: loads a skill, and finds one where there are many. Safe for use by several threads. */
final class SkillTool {

    static final String NAME = "skill";

    /** More are not listed but searched for. */
    private static final int MOST_LISTED = 20;

    private static final int MOST_FOUND = 5;
    private static final int MOST_FILES = 20;

    private final Skills skills;
    private final List<Skill> known;
    private final WordSearch search;

    private SkillTool(Skills skills, List<Skill> known) {
        this.skills = skills;
        this.known = known;
        this.search = new WordSearch(known.stream()
                .map(skill -> skill.name() + " " + skill.description())
                .toList());
    }

    record Named(@Doc("Which one") String name) {}

    record NamedOrFound(
            @Doc("Which one to load") @Nullable String name,

            @Doc("Words to search for, instead of a name") @Nullable
            String query) {}

    /** Null when there is no skill that the model may load. */
    static @Nullable Tool of(Skills skills) {
        List<Skill> known = skills.all().stream().filter(Skill::forModel).toList();
        if (known.isEmpty()) {
            return null;
        }
        SkillTool tool = new SkillTool(skills, known);
        return known.size() <= MOST_LISTED ? tool.listing() : tool.searching();
    }

    private Tool listing() {
        String description =
                "Loads a skill: instructions for a kind of work. Load it before you begin such work. There are:\n"
                        + lines(known);
        return Tool.of(NAME, description, Named.class, (in, context) -> load(in.name()))
                .effect(Effect.READ)
                .actions((in, workspace) -> List.of(Action.of(NAME, in.name(), Effect.READ)));
    }

    private Tool searching() {
        String description = "Finds and loads skills: instructions for kinds of work. There are " + known.size()
                + ". Before you begin a new kind of work, search with query, then load what fits with name.";
        return Tool.of(
                        NAME,
                        description,
                        NamedOrFound.class,
                        (in, context) -> in.name() == null ? find(in.query()) : load(in.name()))
                .effect(Effect.READ)
                .actions((in, workspace) -> List.of(Action.of(NAME, in.name() == null ? "" : in.name(), Effect.READ)));
    }

    private String find(@Nullable String query) {
        if (query == null || query.isBlank()) {
            throw new InvalidCall("give a name to load a skill, or a query to search for one");
        }
        List<Skill> found =
                search.find(query, MOST_FOUND).stream().map(known::get).toList();
        return found.isEmpty() ? "no skill has these words" : lines(found);
    }

    private String load(String name) {
        Skill skill = skills.find(name);
        if (skill == null || !skill.forModel()) {
            List<Integer> like = search.find(name, MOST_FOUND);
            String hint = like.isEmpty()
                    ? ""
                    : "; do you mean "
                            + like.stream().map(i -> known.get(i).name()).collect(Collectors.joining(", ")) + "?";
            throw new InvalidCall("there is no skill named \"" + name + "\"" + hint);
        }
        String body = skills.body(skill);
        if (body == null) {
            throw new InvalidCall("skill " + name + " can no longer be read");
        }
        return body + "\n\n[skill " + name + ", in " + skill.file().getParent() + files(skill) + "]";
    }

    private static String files(Skill skill) {
        Path folder = skill.file().toAbsolutePath().getParent();
        if (folder == null) {
            return "";
        }
        try (Stream<Path> all = Files.walk(folder, 3)) {
            String names = all.filter(Files::isRegularFile)
                    .filter(file -> !file.equals(skill.file().toAbsolutePath()))
                    .limit(MOST_FILES)
                    .map(file -> Names.line(folder.relativize(file).toString(), 200))
                    .sorted()
                    .collect(Collectors.joining(", "));
            return names.isEmpty() ? "" : ", with " + names;
        } catch (IOException | java.io.UncheckedIOException e) {
            return "";
        }
    }

    private static String lines(List<Skill> skills) {
        return skills.stream()
                .map(skill -> "- " + skill.name() + ": " + skill.description())
                .collect(Collectors.joining("\n"));
    }
}
