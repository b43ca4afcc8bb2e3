package dev.mimo.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.environment.MimoException;
import dev.mimo.environment.Spelling;
import dev.mimo.model.Json;
import dev.mimo.tool.InvalidCall;
import dev.mimo.tool.Workspace;
import dev.mimo.workflow.ScriptShelf.Copy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The workflows that are kept under a name: the project's, the user's, and those that are built in. The first place that has
 * one of a name wins; two of one name in one place are an error. A name is that of the file, without {@code .js}, or the one
 * that the script gives itself; case counts.
 *
 * <p>A project's scripts count only where the host trusts it. Folders are read anew each time, so that what an agent has just
 * saved is found. Safe for use by several threads.
 */
public final class SavedScripts implements ScriptSource {

    private static final List<String> PROJECT_FOLDERS = List.of(".mimo/workflows", ".claude/workflows");
    private static final Pattern SOURCE = Pattern.compile("\\R|export\\s+const\\s+meta\\b");

    /** Names told when one is missing. */
    private static final int MOST_NAMES = 50;

    private final List<ScriptShelf> shelves;
    private final List<ScriptFolder> folders;
    private final List<Path> untrusted;
    private final @Nullable Workspace workspace;

    private SavedScripts(Builder builder) {
        this.folders = List.copyOf(builder.all());
        this.shelves = new ArrayList<>(folders);
        this.shelves.add(new BuiltInScripts());
        this.untrusted = List.copyOf(builder.untrusted);
        this.workspace = builder.workspace == null ? null : Workspace.of(builder.workspace);
    }

    /** Where to look besides the built-in ones. */
    public static Builder builder() {
        return new Builder();
    }

    /** Only those that are built in. */
    public static SavedScripts builtIn() {
        return builder().build();
    }

    /** All, nearest place first and by file within one; also those that a nearer one hides, and those that have a fault. */
    public List<SavedScript> list() {
        return shelves.stream()
                .flatMap(shelf -> shelf.copies().stream())
                .map(Copy::saved)
                .toList();
    }

    /**
     * The script of a reference.
     *
     * @param ref a name or a whole script as text, or an object with {@code scriptPath}, {@code script} or {@code name}, of
     *     which the first counts
     * @throws MimoException when there is none, there are two, or it has a fault; a {@link WorkflowException} when it is the
     *     reference itself that holds the faulty script
     */
    @Override
    public WorkflowScript find(JsonNode ref) {
        if (ref.isTextual()) {
            return isSource(ref.asText()) ? WorkflowScript.of(ref.asText()) : named(ref.asText());
        }
        if (ref.path("scriptPath").isTextual()) {
            return at(ref.path("scriptPath").asText());
        }
        if (ref.path("script").isTextual()) {
            return WorkflowScript.of(ref.path("script").asText());
        }
        if (ref.path("name").isTextual()) {
            return named(ref.path("name").asText());
        }
        throw new MimoException(
                "a workflow is given by its name, its script, or as {scriptPath}, not by " + Json.write(ref));
    }

    /** Whether a text is a script itself, and not the name of one. */
    static boolean isSource(String text) {
        return SOURCE.matcher(text).find();
    }

    /** The script of a name. Throws {@link MimoException} when there is none, there are two, or it has a fault. */
    public WorkflowScript named(String name) {
        List<Copy> seen = new ArrayList<>();
        for (ScriptShelf shelf : shelves) {
            List<Copy> copies = shelf.copies();
            List<Copy> matches =
                    copies.stream().filter(copy -> copy.isCalled(name)).toList();
            if (!matches.isEmpty()) {
                requireOne(name, matches);
                return matches.get(0).working();
            }
            seen.addAll(copies);
        }
        throw new MimoException(missing(name, seen));
    }

    /** A file and a link to it are one script. */
    private static void requireOne(String name, List<Copy> matches) {
        Set<Object> files = matches.stream()
                .map(copy -> Objects.requireNonNullElse(copy.real(), copy))
                .collect(Collectors.toSet());
        if (files.size() > 1) {
            throw new MimoException("more than one workflow is called " + quoted(name) + ": "
                    + matches.stream().map(copy -> copy.saved().where()).collect(Collectors.joining(", "))
                    + "; rename all but one");
        }
    }

    private String missing(String name, List<Copy> seen) {
        Set<String> names = new TreeSet<>();
        seen.forEach(copy -> names.add(copy.saved().name()));
        String nearest = Spelling.findNearest(name, names);
        String there =
                names.stream().limit(MOST_NAMES).map(SavedScripts::quoted).collect(Collectors.joining(", "));
        return "there is no workflow " + quoted(name)
                + (nearest == null ? "" : "; did you mean " + quoted(nearest) + "?")
                + (nearest == null ? "; there are " : " There are ") + there
                + (names.size() > MOST_NAMES ? " and " + (names.size() - MOST_NAMES) + " more" : "")
                + untrustedNote();
    }

    private String untrustedNote() {
        return untrusted.stream()
                .filter(folder -> !new ScriptFolder(SavedScript.Place.PROJECT, folder, null).isEmpty())
                .map(folder -> "; those in " + folder + " do not count: the project is not trusted")
                .collect(Collectors.joining());
    }

    /** The script in a file of the workspace, or of a place that counts. */
    private WorkflowScript at(String given) {
        Path real = real(given);
        if (!mayBeRead(real)) {
            throw new MimoException(
                    "a script by path lies in the workspace, or where workflows are kept, not at " + given);
        }
        try {
            return ScriptFolder.read(real);
        } catch (IOException e) {
            throw new MimoException(
                    "the workflow " + given + " cannot run: "
                            + (Files.exists(real) ? ScriptFolder.reason(e) : "there is no such file"),
                    e);
        } catch (WorkflowException e) {
            throw new MimoException("the workflow " + given + " cannot run: " + e.getMessage(), e);
        }
    }

    private Path real(String given) {
        try {
            Workspace from = workspace == null ? Workspace.of(Path.of("")) : workspace;
            return from.resolve(given);
        } catch (InvalidCall e) {
            throw new MimoException("not a path of a script: " + quoted(given), e);
        }
    }

    private boolean mayBeRead(Path real) {
        if (untrusted.stream().anyMatch(folder -> Workspace.mayLieIn(real, folder))) {
            return false;
        }
        return (workspace != null && workspace.contains(real))
                || folders.stream().anyMatch(folder -> folder.holds(real));
    }

    private static String quoted(String name) {
        return '"' + name.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]", "?") + '"';
    }

    /** Where scripts are looked for. Used by one thread. */
    public static final class Builder {

        private final List<ScriptFolder> project = new ArrayList<>();
        private final List<ScriptFolder> user = new ArrayList<>();
        private final Set<Path> untrusted = new LinkedHashSet<>();
        private @Nullable Path workspace;

        private Builder() {}

        /** Where scripts may be given by path as well. None: only in the places. */
        public Builder workspace(Path folder) {
            this.workspace = folder;
            return this;
        }

        /**
         * A project with scripts in its {@code .mimo/workflows} and then {@code .claude/workflows}. For folders within folders:
         * the nearest first.
         *
         * @param folder must exist
         * @param trusted the host's word; without it nothing of the project counts, see {@link dev.mimo.extension.Trust}
         */
        public Builder project(Path folder, boolean trusted) {
            Path real = Workspace.of(folder).root();
            for (String place : PROJECT_FOLDERS) {
                if (trusted) {
                    project.add(new ScriptFolder(SavedScript.Place.PROJECT, real.resolve(place), real));
                } else {
                    untrusted.add(real.resolve(place));
                }
            }
            return this;
        }

        /** A folder with scripts of the user; it need not exist. Those named before it are nearer. */
        public Builder user(Path folder) {
            user.add(new ScriptFolder(SavedScript.Place.USER, folder.toAbsolutePath(), null));
            return this;
        }

        public SavedScripts build() {
            return new SavedScripts(this);
        }

        private List<ScriptFolder> all() {
            List<ScriptFolder> all = new ArrayList<>(project);
            all.addAll(user);
            return all;
        }
    }
}
