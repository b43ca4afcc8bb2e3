package dev.mimo.memory.search;

import dev.mimo.session.HistorySearch;
import dev.mimo.session.SessionId;
import dev.mimo.session.SessionStore;
import dev.mimo.tool.Tool;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The tools with which an agent looks things up in what was ever said: {@code history_search}, {@code history_around} and
 * {@code history_get}. They only read, and only what is the agent's own: the sessions of its project, or, where it has none,
 * its session; for a sub-agent, what the agent that started it may read. Safe for use by several threads.
 */
public final class HistoryTools {

    private HistoryTools() {}

    /** For agents without projects: each reads its own session. */
    public static List<Tool> over(HistorySearch search, SessionStore store) {
        return over(search, store, session -> null);
    }

    /**
     * For agents that read the sessions of their project.
     *
     * @param projects the project that a session belongs to; null when it belongs to none. A sub-agent's session need not
     *     belong to one
     */
    public static List<Tool> over(
            HistorySearch search, SessionStore store, Function<SessionId, @Nullable String> projects) {
        Reach reach = new Reach(store, projects);
        return List.of(
                new SearchTool(search, store, reach).tool(),
                new AroundTool(store, reach).tool(),
                new GetTool(store, reach).tool());
    }
}
