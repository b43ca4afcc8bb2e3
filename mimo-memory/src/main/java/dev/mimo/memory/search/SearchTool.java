package dev.mimo.memory.search;

import dev.mimo.session.HistorySearch;
import dev.mimo.session.HistorySearch.Hit;
import dev.mimo.session.HistorySearch.Query;
import dev.mimo.session.HistorySearch.Scope;
import dev.mimo.session.SessionStore;
import dev.mimo.session.Stored;
import dev.mimo.session.Transcript;
import dev.mimo.session.Utterance;
import dev.mimo.tool.Doc;
import dev.mimo.tool.Effect;
import dev.mimo.tool.Tool;
import dev.mimo.tool.ToolContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds messages by words. */
record SearchTool(HistorySearch search, SessionStore store, Reach reach) {

    private static final int USUAL = 8;
    private static final int MOST = 25;

    record Arguments(
            @Doc(
                    "Words that all stand in the message: of any language, names such as getUserById, error codes, paths, or a part"
                            + " of a name; words in double quotes stand together")
            String words,

            @Doc(
                    value = "Whether to look in this session only; otherwise in all sessions of the project",
                    name = "this_session")
            @Nullable
            Boolean thisSession,

            @Doc("How many hits, 1 to 25; 8 when left out") @Nullable
            Integer limit) {
        Arguments {
            if (limit != null && (limit < 1 || limit > MOST)) {
                throw new IllegalArgumentException("limit is 1 to " + MOST + ", not " + limit);
            }
        }

        boolean here() {
            return Boolean.TRUE.equals(thisSession);
        }
    }

    Tool tool() {
        return Tool.of(
                        "history_search",
                        "Finds what was ever said in this project, word for word: messages, your own answers and calls, results"
                                + " of tools, also those you no longer see. Gives refs for history_around and history_get.",
                        Arguments.class,
                        this::find)
                .effect(Effect.READ);
    }

    private String find(Arguments in, ToolContext context) {
        Scope scope = in.here() ? new Scope.InSession(context.session()) : reach.of(context.session());
        int limit = in.limit() == null ? USUAL : in.limit();
        List<Hit> hits =
                search.search(new Query(in.words(), scope, Math.min(HistorySearch.MOST_HITS, 4 * limit))).stream()
                        .filter(hit -> !isOurs(hit))
                        .limit(limit)
                        .toList();
        return hits.isEmpty() ? nothing(in, scope) : told(hits);
    }

    /** What was looked up before says nothing new, and the call that is being answered has all of the words. */
    private boolean isOurs(Hit hit) {
        Transcript transcript = store.find(hit.ref().session());
        List<Stored> found =
                transcript == null ? List.of() : transcript.page(hit.ref().sequence(), 1);
        return !found.isEmpty() && Told.isOurs(Utterance.of(found.get(0).entry()));
    }

    private static String told(List<Hit> hits) {
        StringBuilder told = new StringBuilder(Told.BEGINNING + ", the best first:");
        int left = Told.MOST_BYTES;
        for (int i = 0; i < hits.size(); i++) {
            Hit hit = hits.get(i);
            String line = "\n" + Told.line(hit.ref(), hit.at(), hit.source(), hit.excerpt());
            left -= Told.bytes(line);
            if (left < 0) {
                return told.append("\n(")
                        .append(hits.size() - i)
                        .append(" more; use more words)")
                        .toString();
            }
            told.append(line);
        }
        return told.toString();
    }

    private static String nothing(Arguments in, Scope scope) {
        boolean narrow = in.here() || scope instanceof Scope.InSession;
        String next = in.here()
                ? "Next: look in the whole project (without this_session), with fewer words, or with a part of a name."
                : "Next: fewer words or a part of a name; then memory_search, which looks in what was remembered beyond the"
                        + " words that were said; then the files themselves, or the user.";
        return Told.BEGINNING + ": nobody said all of \"" + in.words() + "\" in this "
                + (narrow ? "session" : "project") + ". " + next;
    }
}
