package dev.mimo.memory.search;

import dev.mimo.session.SessionStore;
import dev.mimo.session.Utterance;
import dev.mimo.tool.Doc;
import dev.mimo.tool.Effect;
import dev.mimo.tool.InvalidCall;
import dev.mimo.tool.Tool;
import dev.mimo.tool.ToolContext;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Shows one message in full, page by page. */
record GetTool(SessionStore store, Reach reach) {

    record Arguments(
            @Doc("Which message, as history_search gives it: session#17")
            String ref,

            @Doc("Characters to leave out at the beginning, as the page before says; 0 when left out") @Nullable
            Integer offset) {
        Arguments {
            if (offset != null && offset < 0) {
                throw new IllegalArgumentException("offset counts from 0, not " + offset);
            }
        }
    }

    Tool tool() {
        return Tool.of(
                        "history_get",
                        "Shows a message of the history in full. Long ones come in pages; go on with offset.",
                        Arguments.class,
                        this::show)
                .effect(Effect.READ);
    }

    private String show(Arguments in, ToolContext context) {
        Reach.Place place = reach.place(context.session(), in.ref());
        List<Utterance> said = Utterance.of(place.stored().entry());
        if (said.isEmpty()) {
            return Told.BEGINNING + ", " + place.ref() + ": an entry that says nothing ("
                    + place.stored().entry().getClass().getSimpleName() + ")";
        }
        String text = said.stream()
                .map(one -> Told.line(place.ref(), place.stored().at(), one.source(), one.text()))
                .collect(Collectors.joining("\n"));
        int from = in.offset() == null ? 0 : in.offset();
        if (from >= text.length()) {
            throw new InvalidCall(
                    place.ref() + " has " + text.length() + " characters, so there is nothing at " + from);
        }
        int end = Told.end(text, from, Told.MOST_BYTES);
        String more = end == text.length()
                ? ""
                : "\n(" + (text.length() - end) + " more characters; go on with offset " + end + ")";
        return Told.BEGINNING + ":\n" + text.substring(from, end) + more;
    }
}
