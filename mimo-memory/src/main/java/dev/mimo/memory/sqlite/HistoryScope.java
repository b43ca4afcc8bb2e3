package dev.mimo.memory.sqlite;

import dev.mimo.environment.Sha256;
import dev.mimo.session.HistorySearch.Scope;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Where a chunk belongs, as words of the index: so that a common word in a small scope is found as fast as a rare one. */
final class HistoryScope {

    /** On chunks of messages that have several. No word of a text begins as these words do. */
    static final String LONG = "#long";

    private static final int HASH_DIGITS = 20;

    private HistoryScope() {}

    /** The words of a chunk. */
    static String words(long session, @Nullable String project, boolean isLong) {
        return session(session) + (project == null ? "" : " " + project(project)) + (isLong ? " " + LONG : "");
    }

    /** What all hits must have; empty when anything will do, null when nothing can be there. */
    static @Nullable String expression(Connection connection, Scope scope) throws SQLException {
        if (scope instanceof Scope.InSession in) {
            SessionRow row = SessionRow.find(connection, in.session());
            return row == null ? null : match(session(row.id()));
        }
        return scope instanceof Scope.InProject in ? match(project(in.project())) : "";
    }

    static String match(String word) {
        return "scope : \"" + word + "\"";
    }

    static String session(long row) {
        return "#s" + row;
    }

    private static String project(String id) {
        return "#p" + Sha256.hex(id, HASH_DIGITS);
    }
}
