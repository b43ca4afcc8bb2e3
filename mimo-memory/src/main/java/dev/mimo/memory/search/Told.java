package dev.mimo.memory.search;

import dev.mimo.session.HistorySearch.Source;
import dev.mimo.session.MessageRef;
import dev.mimo.session.Utterance;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** How the tools tell what was said, within a bound. */
final class Told {

    /** Every answer of these tools begins so; what they said before is no find. */
    static final String BEGINNING = "From the history";

    /** Bytes of an answer, about; some 4,000 tokens. */
    static final int MOST_BYTES = 16_000;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Told() {}

    /** {@code [ticket#17] 2026-11-22 10:01 UTC, tool result: …}. */
    static String line(MessageRef ref, Instant at, Source source, String text) {
        return "[" + ref + "] " + TIME.format(at) + ", " + name(source) + ": " + text;
    }

    static String name(Source source) {
        return source.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Whether it is a call or an answer of these tools. */
    static boolean isOurs(List<Utterance> said) {
        return said.stream().anyMatch(one -> switch (one.source()) {
            case TOOL_CALL -> one.text().startsWith("history_") || one.text().startsWith("memory_search");
            case TOOL_RESULT -> one.text().startsWith(BEGINNING);
            default -> false;
        });
    }

    static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Where to cut a text from {@code from} on, so that at most so many bytes come out and no surrogate pair is parted. */
    static int end(String text, int from, int bytes) {
        int left = bytes;
        int at = from;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            left -= c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
            if (left < 0) {
                break;
            }
            at += Character.charCount(c);
        }
        return at;
    }
}
