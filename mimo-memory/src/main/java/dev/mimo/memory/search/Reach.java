package dev.mimo.memory.search;

import dev.mimo.session.Entry;
import dev.mimo.session.HistorySearch.Scope;
import dev.mimo.session.MessageRef;
import dev.mimo.session.SessionId;
import dev.mimo.session.SessionStore;
import dev.mimo.session.Stored;
import dev.mimo.session.Transcript;
import dev.mimo.tool.InvalidCall;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which sessions an agent may read. */
record Reach(SessionStore store, Function<SessionId, @Nullable String> projects) {

    /** Sub-agents of sub-agents; more than any agent starts. */
    private static final int DEEPEST = 32;

    /** All that it may read. */
    Scope of(SessionId reader) {
        SessionId owner = owner(reader);
        String project = projects.apply(owner);
        return project == null ? new Scope.InSession(owner) : new Scope.InProject(project);
    }

    /**
     * What a reference leads to.
     *
     * @throws InvalidCall when it is no reference, or leads nowhere the reader may look
     */
    Place place(SessionId reader, String ref) {
        MessageRef wanted;
        try {
            wanted = MessageRef.parse(ref.strip());
        } catch (IllegalArgumentException e) {
            throw new InvalidCall(String.valueOf(e.getMessage()));
        }
        Transcript transcript = store.find(wanted.session());
        if (transcript == null || !covers(reader, wanted.session())) {
            throw new InvalidCall(
                    "there is no session \"" + wanted.session() + "\" here; take refs as history_search gives them");
        }
        List<Stored> found = transcript.page(wanted.sequence(), 1);
        if (found.isEmpty()) {
            throw new InvalidCall("session \"" + wanted.session() + "\" has " + transcript.size()
                    + " entries, so there is no " + wanted);
        }
        return new Place(wanted, transcript, found.get(0));
    }

    private boolean covers(SessionId reader, SessionId session) {
        SessionId own = owner(reader);
        SessionId other = owner(session);
        String project = projects.apply(own);
        return own.equals(other) || (project != null && project.equals(projects.apply(other)));
    }

    /** The session at the top, whose agent started the one that started this one, and so on. */
    private SessionId owner(SessionId session) {
        SessionId at = session;
        for (int i = 0; i < DEEPEST; i++) {
            SessionId parent = parent(at);
            if (parent == null) {
                return at;
            }
            at = parent;
        }
        return at;
    }

    private @Nullable SessionId parent(SessionId session) {
        Transcript transcript = store.find(session);
        List<Stored> first = transcript == null ? List.of() : transcript.page(0, 1);
        return !first.isEmpty() && first.get(0).entry() instanceof Entry.Opened opened ? opened.parent() : null;
    }

    /** An entry in its session. */
    record Place(MessageRef ref, Transcript transcript, Stored stored) {}
}
