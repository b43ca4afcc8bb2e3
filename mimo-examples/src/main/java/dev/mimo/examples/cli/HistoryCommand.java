package dev.mimo.examples.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.examples.coder.Surroundings;
import dev.mimo.examples.coder.UsageError;
import dev.mimo.examples.terminal.Printable;
import dev.mimo.memory.SqliteSessionStore;
import dev.mimo.model.Json;
import dev.mimo.session.HistorySearch;
import dev.mimo.session.HistorySearch.Hit;
import dev.mimo.session.HistorySearch.Scope;
import dev.mimo.session.HistorySearch.Source;
import dev.mimo.session.MessageRef;
import dev.mimo.session.SessionId;
import dev.mimo.session.Stored;
import dev.mimo.session.Transcript;
import dev.mimo.session.Utterance;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mimo history}: finds what was ever said, and shows it. */
@Command(name = "history", description = "Finds what was ever said in all sessions, and shows it.")
final class HistoryCommand {

    private final Surroundings around;

    @SuppressWarnings("NullAway.Init") // picocli gives it
    @Spec
    private CommandSpec spec;

    HistoryCommand(Surroundings around) {
        this.around = around;
    }

    /** Where to look. */
    static final class Where {

        @Option(names = "--session", paramLabel = "ID", description = "In this session only.")
        @Nullable
        String session;

        @Option(names = "--project", paramLabel = "ID", description = "In the sessions of this project.")
        @Nullable
        String project;

        @Option(names = "--all", description = "In all sessions, as when nothing is given.")
        boolean all;

        Scope scope() {
            return session != null
                    ? new Scope.InSession(SessionId.of(session))
                    : project != null ? new Scope.InProject(project) : new Scope.Everywhere();
        }
    }

    @Command(
            name = "search",
            description =
                    "Finds messages that have all of the words: of any language, names, error codes, paths, or a part of"
                            + " a name; words in double quotes stand together.")
    int search(
            @Parameters(arity = "1..*", paramLabel = "WORDS") List<String> words,
            @ArgGroup @Nullable Where where,
            @Option(
                            names = "--limit",
                            defaultValue = "20",
                            description = "How many at most, 1 to 100; 20 when left out.")
                    int limit,
            @Option(names = "--json", description = "One JSON object a line.") boolean json)
            throws InterruptedException {
        Scope scope = where == null ? new Scope.Everywhere() : where.scope();
        PrintWriter out = spec.commandLine().getOut();
        try (SqliteSessionStore store = SqliteSessionStore.at(around.home())) {
            HistorySearch search = store.search();
            search.catchUp();
            List<Hit> hits = search.search(new HistorySearch.Query(String.join(" ", words), scope, limit));
            hits.forEach(
                    hit -> print(out, json, hit.ref(), hit.at(), new Utterance(hit.source(), hit.excerpt()), false));
            if (hits.isEmpty() && !json) {
                out.println("Nobody said that. Try fewer words, or a part of a name.");
            }
        }
        out.flush();
        return ExitCode.DONE;
    }

    @Command(name = "show", description = "Shows a message in full, and what stands around it.")
    int show(
            @Parameters(paramLabel = "REF", description = "As search names it: SESSION#NUMBER.") String ref,
            @Option(
                            names = "--around",
                            paramLabel = "N",
                            defaultValue = "0",
                            description = "So many entries before and after it, too.")
                    int count,
            @Option(names = "--json", description = "One JSON object a line.") boolean json) {
        MessageRef wanted = MessageRef.parse(ref);
        if (count < 0) {
            throw new UsageError("--around is at least 0, not " + count + ".");
        }
        PrintWriter out = spec.commandLine().getOut();
        try (SqliteSessionStore store = SqliteSessionStore.at(around.home())) {
            Transcript transcript = store.find(wanted.session());
            if (transcript == null || wanted.sequence() >= transcript.size()) {
                throw new UsageError("there is no message " + wanted + " in " + around.home() + ".");
            }
            long from = Math.max(0, wanted.sequence() - count);
            long entries = wanted.sequence() - from + 1 + count;
            for (Stored stored : transcript.page(from, (int) Math.min(Integer.MAX_VALUE, entries))) {
                print(out, json, wanted, stored);
            }
        }
        out.flush();
        return ExitCode.DONE;
    }

    private static void print(PrintWriter out, boolean json, MessageRef wanted, Stored stored) {
        List<Utterance> said = Utterance.of(stored.entry());
        MessageRef ref = new MessageRef(wanted.session(), stored.sequence());
        said.forEach(one -> print(out, json, ref, stored.at(), one, true));
        if (said.isEmpty() && ref.equals(wanted) && !json) {
            out.println(Printable.text(ref.toString()) + " says nothing: "
                    + stored.entry().getClass().getSimpleName());
        }
    }

    private static void print(
            PrintWriter out, boolean json, MessageRef ref, Instant at, Utterance said, boolean whole) {
        if (json) {
            ObjectNode line = Json.object().put("ref", ref.toString()).put("at", at.toString());
            line.put("source", name(said.source(), '_')).put(whole ? "text" : "excerpt", said.text());
            out.println(Json.write(line));
            return;
        }
        out.println(Printable.text(ref.toString()) + "  " + SessionsCommand.time(at) + "  " + name(said.source(), ' '));
        out.println("    " + Printable.text(said.text().strip()).replace("\n", "\n    "));
    }

    private static String name(Source source, char space) {
        return source.name().toLowerCase(Locale.ROOT).replace('_', space);
    }
}
