package dev.mimo.undo;

import dev.mimo.agent.AgentPart;
import dev.mimo.agent.Parts;
import dev.mimo.agent.Reverted;
import dev.mimo.agent.Reverter;
import dev.mimo.agent.Session;
import dev.mimo.agent.SessionHook;
import dev.mimo.environment.MimoException;
import dev.mimo.environment.PrivateFiles;
import dev.mimo.model.ToolCall;
import dev.mimo.session.SessionId;
import dev.mimo.tool.Action;
import dev.mimo.tool.Effect;
import dev.mimo.tool.Tool;
import dev.mimo.tool.ToolContext;
import dev.mimo.tool.Workspace;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what calls change, so that a turn can be taken back, today or after a restart. One for an agent, and for its
 * sub-agents: their changes belong to the turn that they work for. A session can be undone for 30 days after its last change.
 * Safe for use by several threads.
 *
 * <p>Of a call that changes files by name, what these files hold is kept before it runs. Around a call that starts processes
 * the whole workspace is compared, but for {@code .git} and what {@code .gitignore} leaves out; the first time its files are
 * copied, later only those that changed. Files over 16 MiB, and all once {@linkplain #keeping the room} is used up, are
 * not kept: {@link UndoLimited} tells so. What a background job does after its call has returned is taken for a person's doing,
 * as are changes by tools of the host's own.
 *
 * <p>Contents and modes of files, and links that took a file's place, are restored; folders come and go with their files.
 */
public final class Undo implements AgentPart, Reverter {

    private static final Logger LOG = LoggerFactory.getLogger(Undo.class);

    /** How long after its last change a session can still be undone. */
    private static final Duration KEPT = Duration.ofDays(30);

    private static final long STANDARD_ROOM = 256L * 1024 * 1024;

    private final Path folder;
    private final long room;
    private final Positions positions = new Positions();
    private final Map<SessionId, ChangeLog> logs = new ConcurrentHashMap<>();
    private final Map<Path, Manifest> manifests = new ConcurrentHashMap<>();
    private final AtomicInteger openSessions = new AtomicInteger();
    private volatile @Nullable Path top;
    private @Nullable Blobs blobs;

    private Undo(Path folder, long room) {
        this.folder = folder.toAbsolutePath().normalize();
        this.room = room;
    }

    /** Keeps things in a private folder of the host, which is made when needed; no file tool may change it. */
    public static Undo in(Path folder) {
        return new Undo(folder, STANDARD_ROOM);
    }

    /** The same, with room for that many bytes; 256 MiB when left out. */
    public Undo keeping(long bytes) {
        return new Undo(folder, bytes);
    }

    /** Throws {@link MimoException} when the agent has no workspace. */
    @Override
    public void install(Parts parts) {
        Workspace workspace = parts.workspace();
        if (workspace == null) {
            throw new MimoException("undo needs an agent with a workspace");
        }
        top = workspace.root();
        parts.protect(folder);
        parts.listener(positions);
        parts.hook(new Sessions());
        parts.reverter(this);
        parts.decorateTool(tool ->
                tool.effect() == Effect.EDIT || tool.effect() == Effect.EXECUTE ? WatchedTool.of(tool, this) : tool);
    }

    /** The turns of a session that have changed files and were not taken back, oldest first. */
    public List<String> turns(SessionId session) {
        return log(session).open().stream().map(Change::turn).distinct().toList();
    }

    /** As {@link Session#revert}, also for a session that is not open; call it while no turn of it runs. */
    @Override
    public Reverted revert(SessionId session, String turn) {
        return takeBack(session, change -> change.turn().equals(turn));
    }

    /** As {@link Session#rewind}, also for a session that is not open; call it while no turn of it runs. */
    @Override
    public Reverted rewind(SessionId session, String turn, int step) {
        Set<String> passed = new HashSet<>();
        return takeBack(session, change -> {
            if (change.turn().equals(turn)) {
                passed.add(turn);
                return change.step() > step;
            }
            return passed.contains(turn);
        });
    }

    /** Looks at the files that a call may change, now and when the result is closed. */
    Watching watch(ToolCall call, Tool tool, ToolContext context) throws IOException {
        Positions.Position found = positions.find(context.session(), context.callId());
        Positions.Position position = found == null ? new Positions.Position(context.session(), "", 0) : found;
        Watching.Looking looking = tool.effect() == Effect.EXECUTE
                ? everything(context.workspace())
                : named(tool.actions(call, context.workspace()));
        Watching watching = new Watching(position, log(position.session()), looking);
        int refused = blobs().takeRefused();
        if (refused > 0) {
            context.events().emit(new UndoLimited(refused, "they are too large, or the room for undo is used up"));
        }
        return watching;
    }

    private Watching.Looking everything(Workspace workspace) throws IOException {
        Blobs kept = blobs();
        Manifest manifest = manifests.computeIfAbsent(workspace.root(), path -> new Manifest(kept));
        return new WholeWorkspace(workspace.root(), manifest, file -> !file.startsWith(folder));
    }

    private Watching.Looking named(List<Action> actions) throws IOException {
        Blobs kept = blobs();
        return () -> {
            Map<Path, Image> images = new HashMap<>();
            for (Action action : actions) {
                Path path = action.path();
                if (path != null && action.effect() == Effect.EDIT) {
                    images.put(path, kept.image(path));
                }
            }
            return images;
        };
    }

    private synchronized Reverted takeBack(SessionId session, Predicate<Change> wanted) {
        ChangeLog log = log(session);
        List<Change> changes = new ArrayList<>(log.open());
        changes.removeIf(wanted.negate());
        Path root = top;
        if (root == null) {
            throw new IllegalStateException("this undo is no part of an agent yet");
        }
        try {
            Reverted reverted = new Restoring(blobs(), root).run(changes);
            log.close(changes);
            return reverted;
        } catch (IOException e) {
            throw new MimoException("cannot undo: " + e.getMessage(), e);
        }
    }

    private ChangeLog log(SessionId session) {
        return logs.computeIfAbsent(session, id -> {
            try {
                PrivateFiles.createFolders(folder.resolve("sessions"));
                return new ChangeLog(folder.resolve("sessions").resolve(id.folderName() + ".jsonl"));
            } catch (IOException e) {
                throw new MimoException("cannot open the undo log of session " + id, e);
            }
        });
    }

    private synchronized Blobs blobs() throws IOException {
        Blobs made = blobs;
        if (made == null) {
            made = new Blobs(folder.resolve("blobs"), room);
            blobs = made;
        }
        return made;
    }

    /** Lets go of the copies of what nobody changed, and of what was changed long ago. */
    private synchronized void tidy() {
        manifests.clear();
        logs.clear();
        Set<String> needed = new HashSet<>();
        Path sessions = folder.resolve("sessions");
        if (!Files.isDirectory(sessions)) {
            return;
        }
        try (DirectoryStream<Path> all = Files.newDirectoryStream(sessions)) {
            for (Path file : all) {
                if (Files.getLastModifiedTime(file)
                        .toInstant()
                        .isBefore(Instant.now().minus(KEPT))) {
                    Files.delete(file);
                } else {
                    new ChangeLog(file)
                            .open()
                            .forEach(change -> needed.add(change.before().content()));
                }
            }
            blobs().retain(needed);
        } catch (IOException | DirectoryIteratorException e) {
            LOG.warn("the folder for undo could not be tidied", e);
        }
    }

    /** Counts the sessions that are open. */
    private final class Sessions implements SessionHook {

        @Override
        public void opened(Session session) {
            openSessions.incrementAndGet();
        }

        @Override
        public void closing(Session session) {
            if (openSessions.decrementAndGet() == 0) {
                tidy();
            }
        }
    }
}
