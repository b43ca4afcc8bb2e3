package dev.mimo.workflow.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A script that wants out, or wants all.
 *
 * @param expected how it ends: {@code threw TYPE LINE}, {@code stopped WORD LINE} or {@code returned JSON}
 */
record HostileScript(String name, String expected, String body) {

    static final GuestLimits LIMITS = new GuestLimits(
            Duration.ofMillis(400),
            1_000_000,
            64L << 20,
            500,
            Duration.ofSeconds(5),
            4_096,
            new GuestLimits.Talk(1_000, 8 << 20, 4 << 20, 1 << 20, 1 << 20));

    static List<HostileScript> all() {
        List<HostileScript> scripts = new ArrayList<>();
        for (String part : text().split("(?m)^//// ", -1)) {
            if (!part.isEmpty()) {
                int line = part.indexOf('\n');
                String[] head = part.substring(0, line).split(" => ", 2);
                scripts.add(new HostileScript(head[0], head[1], part.substring(line + 1)));
            }
        }
        return scripts;
    }

    private static String text() {
        try (InputStream in = HostileScript.class.getResourceAsStream("hostile.js")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs it, answers what it asks, and looks how it ended. */
    void verify(Sandbox sandbox) {
        String ended = ended(sandbox);
        String[] words = expected.split(" ", 2);
        if (words[0].equals("returned")) {
            assertThat(ended).isEqualTo(expected);
            return;
        }
        String[] rest = words[1].split(" ", -1);
        String kind = "(" + words[0] + ") ";
        String what = rest[0].equals("*") ? "" : ".*" + Pattern.quote(rest[0]);
        String line = rest.length > 1 ? ".*\\(line " + rest[1] + "\\)" : "";
        assertThat(ended).matches("(?s)" + kind + what + ".*" + line + ".*").doesNotContain("could not be stopped");
    }

    private String ended(Sandbox sandbox) {
        try (Guests guests = sandbox.open(LIMITS)) {
            Guest guest = guests.open(new GuestScript("hostile.js", body, "r", null, 7, null));
            Turn turn = guest.start();
            Deque<Request> open = new ArrayDeque<>(turn.requests());
            while (turn.end() == null && !open.isEmpty()) {
                Request next = open.remove();
                if (next.id() != 0) {
                    turn = guest.answer(new Answer(next.id(), "\"ok\"", null, 0, null));
                    open.addAll(turn.requests());
                }
            }
            return shown(turn.end());
        } catch (GuestStopped e) {
            return "stopped " + e.getMessage();
        }
    }

    private static String shown(Turn.End end) {
        if (end instanceof Turn.Threw threw) {
            return "threw " + threw.fault().message() + " (line "
                    + threw.fault().line() + ")";
        }
        return end instanceof Turn.Returned returned ? "returned " + returned.json() : "waits for ever";
    }

    @Override
    public String toString() {
        return name;
    }
}
