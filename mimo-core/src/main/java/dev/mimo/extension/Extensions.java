package dev.mimo.extension;

import dev.mimo.agent.AgentPart;
import dev.mimo.agent.Parts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where extensions are looked for, and what of it may act. Immutable; each method gives a new one. As a part of an agent it
 * is loaded when the agent is built; a host that wants to show commands and reports calls {@link #load} and gives the agent
 * what comes of it.
 *
 * <p>Looked for in the workspace and each folder above it up to the repository's, the nearest first: {@code AGENTS.md} and
 * {@code CLAUDE.md}; skills in {@code .mimo/skills} and {@code .agents/skills}; agents in {@code .mimo/agents}; commands in
 * {@code .mimo/commands}. Then in the user's folder, if one is given: the same, with {@code .mimo/AGENTS.md}, and hooks in
 * {@code .mimo/settings.json}. Where two have one name the nearer one is taken. An agent may have several parts of this kind:
 * of their skills and agents with one name that of the first part is taken, and last come those of {@link #also}.
 */
public final class Extensions implements AgentPart {

    final Path workspace;
    final @Nullable Path user;
    final Trust trust;
    final boolean claude;
    final List<Path> settings;
    final List<Hook> hooks;
    final List<Path> folders;

    private Extensions(Extensions from, @Nullable Path user, Trust trust, boolean claude) {
        this.workspace = from.workspace;
        this.user = user;
        this.trust = trust;
        this.claude = claude;
        this.settings = from.settings;
        this.hooks = from.hooks;
        this.folders = from.folders;
    }

    private Extensions(Extensions from, List<Path> settings, List<Hook> hooks, List<Path> folders) {
        this.workspace = from.workspace;
        this.user = from.user;
        this.trust = from.trust;
        this.claude = from.claude;
        this.settings = settings;
        this.hooks = hooks;
        this.folders = folders;
    }

    private Extensions(Path workspace) {
        this.workspace = workspace;
        this.user = null;
        this.trust = Trust.none();
        this.claude = false;
        this.settings = List.of();
        this.hooks = List.of();
        this.folders = List.of();
    }

    /** Those of a project, which is not trusted. */
    public static Extensions of(Path workspace) {
        return new Extensions(workspace);
    }

    /** And those of the user, whose home this is; they are the user's own and need no trust. */
    public Extensions user(Path home) {
        return new Extensions(this, home, trust, claude);
    }

    /** Who decides whether the project may act; {@link Trust#none} when left out. */
    public Extensions trust(Trust other) {
        return new Extensions(this, user, other, claude);
    }

    /** Whether to look into {@code .claude} folders as well; not when left out. */
    public Extensions claude(boolean also) {
        return new Extensions(this, user, trust, also);
    }

    /** Takes the hooks of a settings file that the host vouches for, wherever it lies. */
    public Extensions settings(Path file) {
        return new Extensions(this, with(settings, file), hooks, folders);
    }

    /** Adds code of the host's own; it is asked before the hooks of settings. */
    public Extensions hook(Hook hook) {
        return new Extensions(this, settings, with(hooks, hook), folders);
    }

    /**
     * Looks also into a folder that the host vouches for, last of all: {@code skills}, {@code agents} and {@code commands}
     * directly below it. It need not exist; a name that the project or the user has stays theirs.
     */
    public Extensions also(Path folder) {
        return new Extensions(this, settings, hooks, with(folders, folder));
    }

    private static <T> List<T> with(List<T> some, T another) {
        List<T> more = new ArrayList<>(some);
        more.add(another);
        return List.copyOf(more);
    }

    /** Reads all of it now. Never throws for what files hold: see {@link LoadedExtensions#reports}. */
    public LoadedExtensions load() {
        return new Loading(this).load();
    }

    /** Reads now what lies in the folders that the host {@linkplain #also vouches for}, and nothing else. */
    public LoadedExtensions loadFolders() {
        return new Loading(this).loadFolders();
    }

    @Override
    public void install(Parts parts) {
        load().install(parts);
    }
}
