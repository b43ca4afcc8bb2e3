package dev.mimo.extension;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The skills that were found. Only their heads are read; a body is when it is asked for. Filled by one loading. */
final class Skills {

    static final int LARGEST = 256 * 1024;
    private static final int LONGEST_DESCRIPTION = 1024;
    private static final Report.Kind KIND = Report.Kind.SKILL;

    private final Map<String, Skill> skills = new LinkedHashMap<>();
    private final Map<String, Place> places = new LinkedHashMap<>();

    /** Reads those of a place; a name that is there already stays what it is. */
    void add(Place place, List<String> folders) {
        for (String folder : folders) {
            for (Path file : place.files(place.folder().resolve(folder), "SKILL.md", KIND)) {
                add(place, file);
            }
        }
    }

    /** Takes those of another loading too; a name that is there already stays what it is. */
    void addAll(Skills others) {
        others.skills.forEach((name, skill) -> {
            if (skills.putIfAbsent(name, skill) == null) {
                places.put(name, Objects.requireNonNull(others.places.get(name)));
            }
        });
    }

    List<Skill> all() {
        return List.copyOf(skills.values());
    }

    @Nullable
    Skill find(String name) {
        return skills.get(name);
    }

    /** What it says; null when its file has gone or may no longer be read. */
    @Nullable
    String body(Skill skill) {
        Place place = places.get(skill.name());
        if (place == null) {
            return null;
        }
        Place now = new Place(place.folder(), place.top(), true, place.users(), new ArrayList<>());
        String text = now.read(skill.file(), LARGEST, KIND);
        return text == null ? null : Names.lines(FrontMatter.of(text).body()).strip();
    }

    private void add(Place place, Path file) {
        String text = place.read(file, LARGEST, KIND);
        if (text == null) {
            return;
        }
        FrontMatter head = FrontMatter.of(text);
        String name = head.text("name") == null ? folderName(file) : String.valueOf(head.text("name"));
        String description = head.text("description");
        if (description == null) {
            place.ignored(KIND, file, head.fault() == null ? "it has no description" : head.fault());
        } else if (!Names.isPlain(name)) {
            place.ignored(KIND, file, "its name is not 1 to 64 letters, digits, _ and -: " + Names.line(name, 80));
        } else if (skills.containsKey(name)) {
            place.ignored(
                    KIND,
                    file,
                    "there is one of that name already: " + skills.get(name).file());
        } else {
            skills.put(name, skill(name, Names.line(description, LONGEST_DESCRIPTION), file, head));
            places.put(name, place);
            place.loaded(KIND, name, file, note(head));
        }
    }

    private static Skill skill(String name, String description, Path file, FrontMatter head) {
        boolean forModel = !head.says("disable-model-invocation", "true");
        return new Skill(name, description, file, forModel, !head.says("user-invocable", "false"));
    }

    static String note(FrontMatter head) {
        if (head.fault() != null) {
            return head.fault();
        }
        return head.fields().containsKey("allowed-tools") ? "allowed-tools allows nothing here" : "";
    }

    private static String folderName(Path file) {
        Path folder = file.getParent();
        return folder == null || folder.getFileName() == null
                ? ""
                : folder.getFileName().toString();
    }
}
