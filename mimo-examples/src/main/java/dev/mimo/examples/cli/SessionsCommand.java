package dev.mimo.examples.cli;

import dev.mimo.examples.coder.Surroundings;
import dev.mimo.examples.coder.UsageError;
import dev.mimo.examples.terminal.Printable;
import dev.mimo.memory.SqliteSessionStore;
import dev.mimo.model.Json;
import dev.mimo.session.Entry;
import dev.mimo.session.SessionId;
import dev.mimo.session.SessionInfo;
import dev.mimo.session.SessionStore;
import dev.mimo.session.StoreException;
import dev.mimo.session.Stored;
import dev.mimo.session.Transcript;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mimo sessions}: lists the sessions in the database, forks them and deletes them. */
@Command(
        name = "sessions",
        description = "Lists the sessions in the database, the last one first; forks and deletes them.")
final class SessionsCommand implements Callable<Integer> {

    /** First words stand near the beginning. */
    private static final int BEGINNING = 64;

    private static final int COLUMNS = 60;

    private final Surroundings around;

    @SuppressWarnings("NullAway.Init") // picocli gives it
    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    SessionsCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        return list(json);
    }

    @Command(name = "list", description = "Lists them, the last one first.")
    int list(@Option(names = "--json", description = "One JSON object a line.") boolean asJson) {
        PrintWriter out = spec.commandLine().getOut();
        try (SqliteSessionStore store = SqliteSessionStore.at(around.home())) {
            List<SessionInfo> sessions = store.list();
            sessions.forEach(session -> print(out, asJson, session, store));
            if (sessions.isEmpty() && !asJson) {
                out.println("There are no sessions in " + around.home() + ".");
            }
        }
        out.flush();
        return ExitCode.DONE;
    }

    @Command(name = "fork", description = "Begins a session as a copy of another one, or of its beginning.")
    int fork(
            @Parameters(paramLabel = "FROM") String from,
            @Parameters(paramLabel = "TO", description = "The name of the new one.") String to,
            @Option(names = "--entries", paramLabel = "N", description = "How many entries; all when left out.")
                    @Nullable
                    Long entries) {
        try (SessionStore store = SqliteSessionStore.at(around.home())) {
            Transcript source = find(store, from);
            long count = entries == null ? source.size() : entries;
            try {
                store.fork(SessionId.of(from), SessionId.of(to), count);
            } catch (StoreException e) {
                throw new UsageError(e.getMessage() + ".");
            }
            say("Session \"" + to + "\" begins with " + count + " entries of \"" + from + "\".");
        }
        return ExitCode.DONE;
    }

    @Command(name = "delete", description = "Deletes a session with all its files, and nothing else.")
    int delete(@Parameters(paramLabel = "ID") String id) {
        try (SessionStore store = SqliteSessionStore.at(around.home())) {
            long entries = find(store, id).size();
            store.delete(SessionId.of(id));
            say("Session \"" + id + "\" with " + entries + " entries is deleted.");
        }
        return ExitCode.DONE;
    }

    private Transcript find(SessionStore store, String id) {
        Transcript transcript = store.find(SessionId.of(id));
        if (transcript == null) {
            throw new UsageError("there is no session \"" + id + "\" in " + around.home() + " (see: mimo sessions).");
        }
        return transcript;
    }

    private void say(String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(Printable.text(text));
        out.flush();
    }

    private static void print(PrintWriter out, boolean json, SessionInfo session, SqliteSessionStore store) {
        String project = store.findProject(session.id());
        String words = firstWords(store.find(session.id()));
        if (json) {
            out.println(Json.write(Json.object()
                    .put("session", session.id().value())
                    .put("entries", session.entries())
                    .put("last_written", session.lastWritten().toString())
                    .put("project", project)
                    .put("first_words", words)));
            return;
        }
        out.println(Printable.text(session.id().value()) + "  " + time(session.lastWritten()) + "  " + session.entries()
                + " entries" + (project == null ? "" : "  [" + Printable.text(project) + "]")
                + (words.isEmpty() ? "" : "\n    " + Printable.line(words, COLUMNS)));
    }

    private static String firstWords(@Nullable Transcript transcript) {
        List<Stored> beginning = transcript == null ? List.of() : transcript.page(0, BEGINNING);
        for (Stored stored : beginning) {
            if (stored.entry() instanceof Entry.MessageAdded added) {
                return added.message().text();
            }
        }
        return "";
    }

    /** In the time zone of the machine. */
    static String time(Instant at) {
        return DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT)
                .withZone(ZoneId.systemDefault())
                .format(at);
    }
}
