package dev.mimo.memory.layer;

import dev.mimo.environment.EventSink;
import dev.mimo.session.MemoryScope;
import dev.mimo.session.SessionId;
import dev.mimo.tool.Effect;
import dev.mimo.tool.Tool;
import dev.mimo.tool.Workspace;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Holds agents to what they may do with memory: read what is theirs, and note. Safe for use by several threads.
 *
 * <p>Tools are kept from files of other sessions and projects. What runs programs cannot be kept from anything, so the files
 * are looked at after each call that may have: a session's files are put back as the ledger has them, and a changed MEMORY.md
 * is set aside until a person {@linkplain #accept accepts} it. What people change while no session is open counts as theirs at
 * once; while one is, nobody can tell them from a command, and they are asked as well.
 *
 * <p>The memory root must also be {@linkplain dev.mimo.agent.Parts#protect closed to file tools}, by which commands that name
 * it are denied.
 */
public final class LayerGuard {

    private final MemoryFolder folder;
    private final Notes notes;
    private final SessionLayers sessions;
    private final LayerWatch watch;
    private int open;

    /**
     * A guard over a memory root.
     *
     * @param ledger the one that the {@link MarkdownMemoryStore} of this root tells what it writes
     */
    public LayerGuard(Path root, LayerLedger ledger, SessionLayers sessions, Clock clock) {
        folder = new MemoryFolder(root);
        notes = Notes.in(root, ledger);
        this.sessions = sessions;
        watch = new LayerWatch(folder, ledger, clock);
    }

    /** Puts itself around a tool; for {@link dev.mimo.agent.Parts#decorateTool}. */
    public Tool around(Tool tool) {
        return Tool.around(tool, new GuardedCall(tool, this));
    }

    /** A session opens. What people did to the files of memory while none was open is theirs. */
    public synchronized void opened(SessionId session) {
        watch.adopt(sessions.findProject(session), open++ == 0);
    }

    /** A session closes, and its processes with it: looks at the files a last time. */
    public void closing(SessionId session, EventSink events) {
        check(session, null, events);
        synchronized (this) {
            open = Math.max(0, open - 1);
        }
    }

    /** Looks at the files now; also to be called before a promotion. */
    public void check(SessionId session, @Nullable String call, EventSink events) {
        if (notes.restore(session)) {
            events.emit(new LayerEvent.LayerRestored(folder.key(notes.file(session)), call));
        }
        Path checkpoint = folder.session(session).resolve("checkpoint.md");
        if (watch.restore(checkpoint, sessions.checkpoints(session))) {
            events.emit(new LayerEvent.LayerRestored(folder.key(checkpoint), call));
        }
        watch.changes(call).forEach(change -> events.emit(new LayerEvent.ChangeSetAside(change)));
    }

    /** Changes that wait for a person's word, the oldest first. */
    public List<UnverifiedChange> unverified() {
        return watch.unverified();
    }

    /**
     * A person says that a change is theirs: the file becomes what it had become then.
     *
     * @throws IllegalArgumentException when no such change waits
     * @throws dev.mimo.session.MemoryConflict when the file has changed since; the copy stays, to be looked at by hand
     */
    public void accept(String id) {
        watch.accept(id);
    }

    /**
     * A person says that a change is nobody's: its copy is removed.
     *
     * @throws IllegalArgumentException when no such change waits
     */
    public void reject(String id) {
        watch.reject(id);
    }

    /** Whether a session may look at what lies at a real path: anything outside of the root, its own files, its own layers. */
    boolean mayRead(SessionId session, Path real) {
        if (!isMemory(real) || real.startsWith(realRoot().resolve(folder.root().relativize(folder.session(session))))) {
            return true;
        }
        MemoryScope.Project project = sessions.findProject(session);
        return isFile(real, MemoryScope.global()) || (project != null && isFile(real, project));
    }

    boolean isMemory(Path real) {
        return Workspace.mayLieIn(real, realRoot());
    }

    private boolean isFile(Path real, MemoryScope scope) {
        return real.equals(realRoot().resolve(folder.root().relativize(folder.file(scope))));
    }

    private Path realRoot() {
        return folder.realRoot();
    }

    /** Whether a tool may have changed files that are none of its business. */
    static boolean mayRunPrograms(Tool tool) {
        return switch (tool.effect()) {
            case READ, PERSON, NETWORK -> false;
            case STATE, EDIT, INSPECT, EXECUTE, HOST ->
                tool.effect() != Effect.STATE || !tool.spec().name().equals("note");
        };
    }
}
