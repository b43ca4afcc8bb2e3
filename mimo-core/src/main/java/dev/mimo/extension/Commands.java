package dev.mimo.extension;

import dev.mimo.agent.Input;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The commands that were found, and the skills that can be called like one. Safe for use by several threads.
 *
 * <p>In a command {@code $ARGUMENTS} stands for all arguments and {@code $1} to {@code $9} for one each; arguments that have
 * no place are added at the end. A file of the workspace that is named as {@code @path} is added too. Commands of the shell
 * within are text like any other: nothing is run.
 */
public final class Commands {

    private static final int LARGEST = 64 * 1024;
    private static final int LONGEST_DESCRIPTION = 250;
    private static final Report.Kind KIND = Report.Kind.COMMAND;
    private static final Pattern PLACE = Pattern.compile("\\$(ARGUMENTS\\b|[1-9](?![0-9]))");
    private static final Pattern ARGUMENT = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");
    private static final Pattern SHELL = Pattern.compile("!`[^`]+`");

    private final Map<String, Command> commands = new LinkedHashMap<>();
    private final Map<String, String> templates = new LinkedHashMap<>();
    private final Skills skills;
    private final Mentions mentions;

    Commands(Skills skills, Mentions mentions) {
        this.skills = skills;
        this.mentions = mentions;
    }

    /** By name; skills come after commands. */
    public List<Command> all() {
        List<Command> all = new ArrayList<>(commands.values());
        for (Skill skill : skills.all()) {
            if (skill.forPeople() && !commands.containsKey(skill.name())) {
                all.add(new Command(skill.name(), skill.description(), "", skill.file()));
            }
        }
        return List.copyOf(all);
    }

    /** Whether there is a command, or a skill for people, of that name. */
    public boolean contains(String name) {
        return templateOf(name) != null;
    }

    /**
     * What a person says with a command.
     *
     * @param arguments as typed; parts in quotes are one
     * @throws IllegalArgumentException when there is no such command, or it says nothing
     */
    public Input expand(String name, String arguments) {
        String template = templateOf(name);
        if (template == null) {
            throw new IllegalArgumentException("there is no command named \"" + name + "\"");
        }
        return Input.of(mentions.add(filled(template, arguments.strip())));
    }

    /** Reads those of a place; a name that is there already stays what it is. */
    void add(Place place, List<String> folders) {
        for (String folder : folders) {
            Path start = place.folder().resolve(folder);
            place.files(start, ".md", KIND).forEach(file -> add(place, start, file));
        }
    }

    private void add(Place place, Path start, Path file) {
        String text = place.read(file, LARGEST, KIND);
        if (text == null) {
            return;
        }
        FrontMatter head = FrontMatter.of(text);
        String path = start.relativize(file).toString().replace('\\', '/');
        String name = path.substring(0, path.length() - ".md".length()).replace('/', ':');
        if (!List.of(name.split(":")).stream().allMatch(Names::isPlain)) {
            place.ignored(KIND, file, "its name is not letters, digits, _ and -");
        } else if (commands.containsKey(name)) {
            place.ignored(KIND, file, "there is one of that name already");
        } else if (head.body().isBlank()) {
            place.ignored(KIND, file, head.fault() == null ? "it says nothing" : head.fault());
        } else {
            commands.put(name, new Command(name, shown(head, "description"), shown(head, "argument-hint"), file));
            templates.put(name, head.body().strip());
            String shell = SHELL.matcher(head.body()).find() ? "commands of the shell within are not run" : "";
            place.loaded(KIND, name, file, shell.isEmpty() ? Skills.note(head) : shell);
        }
    }

    private static String shown(FrontMatter head, String key) {
        String text = head.text(key);
        return text == null ? "" : Names.line(text, LONGEST_DESCRIPTION);
    }

    private @Nullable String templateOf(String name) {
        String template = templates.get(name);
        Skill skill = skills.find(name);
        return template == null && skill != null && skill.forPeople() ? skills.body(skill) : template;
    }

    /** One pass: what an argument says is never taken for a place. */
    private static String filled(String template, String arguments) {
        List<String> words = words(arguments);
        Matcher place = PLACE.matcher(template);
        StringBuilder text = new StringBuilder();
        boolean used = false;
        while (place.find()) {
            used = true;
            String value = arguments;
            if (!place.group(1).equals("ARGUMENTS")) {
                int number = Integer.parseInt(place.group(1));
                value = number <= words.size() ? words.get(number - 1) : "";
            }
            place.appendReplacement(text, Matcher.quoteReplacement(value));
        }
        place.appendTail(text);
        return used || arguments.isEmpty() ? text.toString() : text + "\n\n" + arguments;
    }

    private static List<String> words(String arguments) {
        List<String> words = new ArrayList<>();
        Matcher word = ARGUMENT.matcher(arguments);
        while (word.find()) {
            words.add(word.group(1) != null ? word.group(1) : word.group(2) != null ? word.group(2) : word.group(3));
        }
        return words;
    }
}
