package dev.mimo.examples.report;

import dev.mimo.session.MessageRef;
import dev.mimo.session.SessionId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Where on the page a message stands, and links to it. */
final class Anchors {

    private final SessionId session;
    private final Set<Long> shown = new HashSet<>();
    private final Map<MessageRef, Integer> quotes = new HashMap<>();

    Anchors(SessionReport report) {
        session = report.head().session();
        report.excerpt().lines().forEach(line -> shown.add(line.sequence()));
        for (Knowledge.Quote quote : report.memory().quotes()) {
            quotes.put(quote.ref(), quotes.size());
        }
    }

    /** The anchor of an entry of this session. */
    static String of(long sequence) {
        return "m" + sequence;
    }

    /** The anchor of a quote from another session. */
    static String ofQuote(int number) {
        return "q" + number;
    }

    /** A link to an entry of this session; the number alone where the page does not show it. */
    void link(long sequence, Html html) {
        String text = "#" + sequence;
        if (shown.contains(sequence)) {
            html.leaf("a", text, "href", "#" + of(sequence), "class", "ref");
        } else {
            html.leaf("span", text, "class", "ref");
        }
    }

    /** A link to a message of any session. */
    void link(MessageRef ref, Html html) {
        Integer quote = quotes.get(ref);
        String text = Clip.line(ref.session().value(), 24) + "#" + ref.sequence();
        if (ref.session().equals(session)) {
            link(ref.sequence(), html);
        } else if (quote != null) {
            html.leaf("a", text, "href", "#" + ofQuote(quote), "class", "ref");
        } else {
            html.leaf("span", text, "class", "ref");
        }
    }
}
