package dev.mimo.memory.layer;

import dev.mimo.session.MemoryScope;
import dev.mimo.session.SessionId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a guard has to know of sessions. Safe for use by several threads. */
public interface SessionLayers {

    /** The project in which a session works, that of a sub-agent included; null when it works in none. */
    MemoryScope.@Nullable Project findProject(SessionId session);

    /**
     * What {@code checkpoint.md} of a session may hold: the text of the newest version first, then that of the one before, as
     * the file may be about to change. The newest is what is put back. Empty when there is none.
     */
    List<String> checkpoints(SessionId session);
}
