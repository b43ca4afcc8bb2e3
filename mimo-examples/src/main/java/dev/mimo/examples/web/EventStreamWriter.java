package dev.mimo.examples.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import dev.mimo.session.SessionId;
import dev.mimo.session.Stored;
import dev.mimo.session.Transcript;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells one reader a session as server-sent events, for as long as both are there.
 *
 * <p>An {@code entry} is what was stored; its id is its number in the session, so a reader that comes back with {@code
 * Last-Event-ID} misses nothing and is told nothing twice, whatever happened to the server meanwhile. {@code draft} and {@code
 * words} are for the eyes only: a reply in the making, which its entry replaces. {@code state} tells what may be done.
 */
final class EventStreamWriter {

    /** How often a sign of life is sent, which also finds out who has left. */
    private static final Duration PULSE = Duration.ofSeconds(15);

    /** What a reader is told of the past who has seen nothing of it. */
    private static final int MOST_PAST = 1_000;

    private static final int PAGE = 100;

    private final Desk desk;
    private final SessionId id;
    private final OutputStream out;
    private @Nullable Transcript transcript;
    private long next;

    /** {@code lastSeen} is null for a reader that comes for the first time. */
    EventStreamWriter(Desk desk, SessionId id, @Nullable String lastSeen, OutputStream out) {
        this.desk = desk;
        this.id = id;
        this.out = out;
        transcript = desk.transcript(id);
        long size = transcript == null ? 0 : transcript.size();
        next = lastSeen != null && lastSeen.matches("[0-9]{1,15}") && Long.parseLong(lastSeen) < size
                ? Long.parseLong(lastSeen) + 1
                : Math.max(0, size - MOST_PAST);
    }

    /** Ends when the reader has left, which is told by an {@link IOException}, or when there is nothing more to come. */
    void follow(Watcher watcher) throws IOException, InterruptedException {
        comment("session " + id);
        Watcher.News news;
        do {
            news = watcher.next(PULSE);
            if (news == null) {
                comment("still here");
            } else {
                tell(news);
            }
        } while (news == null || !news.over());
    }

    private void tell(Watcher.News news) throws IOException {
        if (news.grown()) {
            entries();
        }
        if (news.afresh()) {
            event("draft", Json.object().put("text", news.words()));
        } else if (!news.words().isEmpty()) {
            event("words", Json.object().put("text", news.words()));
        }
        if (news.state() != null) {
            event("state", Json.object().put("state", news.state().label()));
        }
        if (news.over()) {
            event("stopped", Json.object());
        }
        out.flush();
    }

    private void entries() throws IOException {
        if (transcript == null) {
            transcript = desk.transcript(id);
        }
        List<Stored> page;
        do {
            page = transcript == null ? List.of() : transcript.page(next, PAGE);
            for (Stored stored : page) {
                next = stored.sequence() + 1;
                ObjectNode seen = EntryView.find(stored);
                if (seen != null) {
                    write("id: " + stored.sequence() + "\n");
                    event("entry", seen);
                }
            }
        } while (page.size() == PAGE);
    }

    /** JSON has no line ends of its own, so one data line holds all of it. */
    private void event(String name, ObjectNode data) throws IOException {
        write("event: " + name + "\ndata: " + Json.write(data) + "\n\n");
    }

    private void comment(String text) throws IOException {
        write(": " + text + "\n\n");
        out.flush();
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
