package dev.mimo.memory.search;

import dev.mimo.session.MessageRef;
import dev.mimo.session.SessionId;
import dev.mimo.session.SessionStore;
import dev.mimo.session.Stored;
import dev.mimo.session.Transcript;
import dev.mimo.session.Utterance;
import dev.mimo.tool.Doc;
import dev.mimo.tool.Effect;
import dev.mimo.tool.Tool;
import dev.mimo.tool.ToolContext;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows what was said before and after a message. */
record AroundTool(SessionStore store, Reach reach) {

    private static final int USUAL = 3;
    private static final int MOST = 20;

    /** Entries that are read for one message of each side: most entries only keep account. */
    private static final int PAGE = 64;

    record Arguments(
            @Doc("Where, as history_search gives it: session#17")
            String ref,

            @Doc("How many messages before it and after it, 1 to 20; 3 when left out") @Nullable
            Integer count) {
        Arguments {
            if (count != null && (count < 1 || count > MOST)) {
                throw new IllegalArgumentException("count is 1 to " + MOST + ", not " + count);
            }
        }
    }

    Tool tool() {
        return Tool.of(
                        "history_around",
                        "Shows what was said before and after a message of the history, each cut to its beginning.",
                        Arguments.class,
                        this::show)
                .effect(Effect.READ);
    }

    private String show(Arguments in, ToolContext context) {
        Reach.Place place = reach.place(context.session(), in.ref());
        int count = in.count() == null ? USUAL : in.count();
        List<Stored> shown =
                new ArrayList<>(before(place.transcript(), place.ref().sequence(), count));
        shown.add(place.stored());
        shown.addAll(after(place.transcript(), place.ref().sequence() + 1, count));
        return told(place.ref(), shown);
    }

    private static List<Stored> before(Transcript transcript, long end, int count) {
        Deque<Stored> found = new ArrayDeque<>();
        for (long to = end; to > 0 && found.size() < count; to = Math.max(0, to - PAGE)) {
            long from = Math.max(0, to - PAGE);
            List<Stored> page = transcript.page(from, (int) (to - from));
            for (int i = page.size() - 1; i >= 0 && found.size() < count; i--) {
                if (speaks(page.get(i))) {
                    found.addFirst(page.get(i));
                }
            }
        }
        return List.copyOf(found);
    }

    private static List<Stored> after(Transcript transcript, long start, int count) {
        return transcript.stream(start).filter(AroundTool::speaks).limit(count).toList();
    }

    private static boolean speaks(Stored stored) {
        return !Utterance.of(stored.entry()).isEmpty();
    }

    private static String told(MessageRef asked, List<Stored> shown) {
        StringBuilder told = new StringBuilder(Told.BEGINNING + ", around " + asked + ":");
        int each = Told.MOST_BYTES / shown.size() - 100;
        for (Stored stored : shown) {
            boolean it = stored.sequence() == asked.sequence();
            told.append(lines(asked.session(), stored, it ? "\n> " : "\n", each));
        }
        return told.toString();
    }

    private static String lines(SessionId session, Stored stored, String mark, int bytes) {
        MessageRef ref = new MessageRef(session, stored.sequence());
        List<Utterance> said = Utterance.of(stored.entry());
        if (said.isEmpty()) {
            return mark + "[" + ref + "] (says nothing: "
                    + stored.entry().getClass().getSimpleName() + ")";
        }
        StringBuilder lines = new StringBuilder();
        for (Utterance utterance : said) {
            String text = utterance.text().strip();
            int end = Told.end(text, 0, bytes / said.size());
            String shown = end == text.length()
                    ? text
                    : text.substring(0, end) + "… (" + (text.length() - end) + " more characters: history_get " + ref
                            + ")";
            lines.append(mark).append(Told.line(ref, stored.at(), utterance.source(), shown));
        }
        return lines.toString();
    }
}
