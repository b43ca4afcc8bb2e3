package dev.mimo.extension;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The custom agents that were found. Filled by one loading. */
final class CustomAgents {

    private static final int LARGEST = 64 * 1024;
    private static final int LONGEST_DESCRIPTION = 2_000;
    private static final Report.Kind KIND = Report.Kind.AGENT;

    private final Map<String, CustomAgent> agents = new LinkedHashMap<>();

    /** Reads those of a place; a name that is there already stays what it is. */
    void add(Place place, List<String> folders) {
        for (String folder : folders) {
            for (Path file : place.files(place.folder().resolve(folder), ".md", KIND)) {
                add(place, file);
            }
        }
    }

    List<CustomAgent> all() {
        return List.copyOf(agents.values());
    }

    private void add(Place place, Path file) {
        String text = place.read(file, LARGEST, KIND);
        if (text == null) {
            return;
        }
        FrontMatter head = FrontMatter.of(text);
        String fileName = String.valueOf(file.getFileName());
        String given = head.text("name");
        String name = given == null ? fileName.substring(0, fileName.length() - ".md".length()) : given;
        String description = head.text("description");
        if (description == null) {
            place.ignored(KIND, file, head.fault() == null ? "it has no description" : head.fault());
        } else if (!Names.isPlain(name)) {
            place.ignored(KIND, file, "its name is not 1 to 64 letters, digits, _ and -: " + Names.line(name, 80));
        } else if (agents.containsKey(name)) {
            place.ignored(
                    KIND,
                    file,
                    "there is one of that name already: " + agents.get(name).file());
        } else {
            List<String> notes = new ArrayList<>();
            agents.put(name, agent(name, description, file, head, notes));
            if (head.fault() != null) {
                notes.add(head.fault());
            }
            place.loaded(KIND, name, file, String.join("; ", notes));
        }
    }

    private static CustomAgent agent(String name, String description, Path file, FrontMatter head, List<String> notes) {
        List<String> without = names(head.list("disallowedTools"), notes);
        return new CustomAgent(
                name,
                Names.line(description.replace("\\n", " "), LONGEST_DESCRIPTION),
                Names.lines(head.body()).strip(),
                names(head.list("tools"), notes),
                without == null ? List.of() : without,
                model(head, notes),
                file);
    }

    private static @Nullable List<String> names(@Nullable List<String> given, List<String> notes) {
        if (given == null || given.contains("*")) {
            return null;
        }
        List<String> ours = new ArrayList<>();
        for (String name : given) {
            if (name.indexOf('(') >= 0) {
                notes.add("a part of a tool cannot be given: " + Names.line(name, 80));
            } else {
                ours.addAll(ClaudeNames.ours(name));
            }
        }
        return ours;
    }

    private static @Nullable String model(FrontMatter head, List<String> notes) {
        String model = head.text("model");
        if (model == null || model.equals("inherit")) {
            return null;
        }
        if (model.indexOf(':') < 0) {
            notes.add("model " + Names.line(model, 80) + " names no provider: that of sub-agents is used");
            return null;
        }
        return model;
    }
}
