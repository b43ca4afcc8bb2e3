package dev.mimo.extension;

import dev.mimo.environment.MimoException;
import dev.mimo.tool.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Reads extensions once. */
final class Loading {

    private static final String SETTINGS = ".mimo/settings.json";
    private static final List<String> CLAUDE_SETTINGS = List.of(".claude/settings.json", ".claude/settings.local.json");

    private final Extensions given;
    private final Workspace workspace;
    private final List<Report> reports = new CopyOnWriteArrayList<>();
    private final InstructionFiles instructions = new InstructionFiles();
    private final Skills skills = new Skills();
    private final CustomAgents agents = new CustomAgents();
    private final Commands commands;
    private final HookSettings settings;

    Loading(Extensions given) {
        this.given = given;
        this.workspace = Workspace.of(given.workspace);
        this.commands = new Commands(skills, new Mentions(workspace));
        this.settings = new HookSettings(workspace.root());
    }

    LoadedExtensions load() {
        for (Place place : places()) {
            instructions.add(place, given.claude);
            skills.add(place, folders("skills", true));
            agents.add(place, folders("agents", false));
            commands.add(place, folders("commands", false));
            for (String file : settingsFiles()) {
                if (place.users()) {
                    settings.add(place, place.folder().resolve(file));
                } else {
                    HookSettings.refuse(place, place.folder().resolve(file));
                }
            }
        }
        given.settings.forEach(this::addNamed);
        List<Hook> hooks = new ArrayList<>(given.hooks);
        hooks.addAll(settings.hooks());
        given.folders.forEach(this::addFolder);
        return new LoadedExtensions(
                instructions.text(), skills, agents.all(), commands, List.copyOf(hooks), reports, false);
    }

    LoadedExtensions loadFolders() {
        given.folders.forEach(this::addFolder);
        return new LoadedExtensions("", skills, agents.all(), commands, List.of(), reports, true);
    }

    private void addFolder(Path folder) {
        if (Files.isDirectory(folder)) {
            Path real = real(folder);
            Place place = new Place(real, real, true, true, reports);
            skills.add(place, List.of("skills"));
            agents.add(place, List.of("agents"));
            commands.add(place, List.of("commands"));
        }
    }

    private void addNamed(Path file) {
        try {
            Path real = file.toRealPath();
            Path folder = real.getParent();
            if (folder != null) {
                settings.add(new Place(folder, folder, true, true, reports), real);
            }
        } catch (IOException e) {
            reports.add(new Report(Report.Kind.SETTINGS, file.toString(), file, false, "there is no such file"));
        }
    }

    /** The project's folders from the workspace upwards, then the user's. */
    private List<Place> places() {
        Path home = given.user == null ? null : real(given.user);
        Path top = top(workspace.root(), home);
        boolean trusted = given.trust.trusts(top);
        List<Place> places = new ArrayList<>();
        for (Path at = workspace.root(); at != null && at.startsWith(top); at = at.getParent()) {
            if (!at.equals(home)) {
                places.add(new Place(at, top, trusted, false, reports));
            }
        }
        if (home != null) {
            places.add(new Place(home, home, true, true, reports));
        }
        return places;
    }

    /**
     * The folder of the repository that the workspace lies in, or the workspace. A repository is not looked for above the
     * user's home, nor in folders of other owners: anybody can put one into {@code /tmp}.
     */
    private static Path top(Path start, @Nullable Path home) {
        for (Path at = start; at != null && !at.equals(home) && sameOwner(start, at); at = at.getParent()) {
            if (Files.exists(at.resolve(".git"))) {
                return at;
            }
        }
        return start;
    }

    private static boolean sameOwner(Path one, Path other) {
        try {
            return one.equals(other) || Files.getOwner(one).equals(Files.getOwner(other));
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            throw new MimoException("the folder does not exist: " + folder, e);
        }
    }

    private List<String> folders(String kind, boolean shared) {
        List<String> folders = new ArrayList<>(List.of(".mimo/" + kind));
        if (shared) {
            folders.add(".agents/" + kind);
        }
        if (given.claude) {
            folders.add(".claude/" + kind);
        }
        return folders;
    }

    private List<String> settingsFiles() {
        List<String> files = new ArrayList<>(List.of(SETTINGS));
        if (given.claude) {
            files.addAll(CLAUDE_SETTINGS);
        }
        return files;
    }
}
