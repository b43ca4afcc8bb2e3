package dev.mimo.testing.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sends the events of one answer, and lets its faults happen at their places. Confined to one thread. */
final class EventWriter {

    private final BodyWriter body;
    private final ActiveFaults faults;
    private final AnswerForm form;
    private final List<WireFault.Placed> pending = new ArrayList<>();
    private final Consumer<WireFault> unfound;
    private int sent;
    private boolean callSeen;
    private boolean finishSeen;
    private boolean lineSeen;

    /** {@code unfound} takes the faults whose place did not come. */
    EventWriter(BodyWriter body, ActiveFaults faults, AnswerForm form, Consumer<WireFault> unfound) {
        this.unfound = unfound;
        this.body = body;
        this.faults = faults;
        this.form = form;
        for (WireFault fault : faults.all()) {
            if (fault instanceof WireFault.Placed placed) {
                pending.add(placed);
            }
        }
    }

    /** Sends them all and ends the body. */
    void write(List<WireEvent> events) throws IOException {
        for (WireEvent event : changed(events)) {
            strike(event);
            keepAlive();
            body.write(bytes(event));
            lineSeen = true;
            sent += event.counts() ? 1 : 0;
            callSeen |= event.call() == 0;
            finishSeen |= event.kind() == WireEvent.Kind.FINISH;
        }
        end();
    }

    /** Sends an answer that is no stream. */
    void writeWhole(ObjectNode answer) throws IOException {
        WireEvent all = WireEvent.of(WireEvent.Kind.FINISH, "", answer);
        for (WireFault fault : faults.all()) {
            all = fault instanceof WireFault.Without without ? silent(all, without.part()) : all;
        }
        writeWhole(all.data().getBytes(StandardCharsets.UTF_8));
    }

    /** Sends a whole body as one event that carries all. */
    void writeWhole(byte[] bytes) throws IOException {
        WireEvent all = WireEvent.raw(WireEvent.Kind.FINISH, "", new String(bytes, StandardCharsets.UTF_8));
        for (WireFault.Placed fault : due(all)) {
            strike(fault, bytes);
        }
        body.write(bytes);
        sent = 1;
        callSeen = true;
        finishSeen = true;
        end();
    }

    private void end() throws IOException {
        strike(null);
        // Before the client can know that the answer is over, and the test ask.
        pending.forEach(unfound);
        body.end();
    }

    private void strike(@Nullable WireEvent event) throws IOException {
        for (WireFault.Placed fault : due(event)) {
            strike(fault, event == null ? new byte[0] : bytes(event));
        }
    }

    /** The faults whose place is before {@code event}, or at the end when it is null. Each strikes once. */
    private List<WireFault.Placed> due(@Nullable WireEvent event) {
        List<WireFault.Placed> due = new ArrayList<>();
        for (WireFault.Placed fault : pending) {
            boolean here = isAt(fault.place(), event);
            boolean ready = !(fault instanceof WireFault.CutWithinCharacter) || cutOf(event) > 0;
            if (here && ready) {
                due.add(fault);
            }
        }
        pending.removeAll(due);
        return due;
    }

    private int cutOf(@Nullable WireEvent event) {
        return event == null ? 0 : withinCharacter(bytes(event));
    }

    private boolean isAt(Place place, @Nullable WireEvent next) {
        if (place instanceof Place.Events events) {
            return sent >= events.count();
        }
        return switch ((Place.Mark) place) {
            case BEFORE_CALL -> next != null && next.call() == 0;
            case AFTER_CALL -> callSeen && (next == null || next.call() != 0);
            case AFTER_FINISH -> finishSeen;
        };
    }

    private void strike(WireFault.Placed fault, byte[] next) throws IOException {
        if (fault instanceof WireFault.CutAfter) {
            throw body.abort(false);
        } else if (fault instanceof WireFault.ResetAfter) {
            throw body.abort(true);
        } else if (fault instanceof WireFault.CutWithin) {
            body.write(Arrays.copyOf(next, next.length / 2));
            throw body.abort(false);
        } else if (fault instanceof WireFault.CutWithinCharacter) {
            body.write(Arrays.copyOf(next, withinCharacter(next)));
            throw body.abort(false);
        } else if (fault instanceof WireFault.EndAfter) {
            body.end();
            throw new BodyWriter.Over(true);
        } else if (fault instanceof WireFault.HangAfter) {
            body.await(() -> false);
        } else if (fault instanceof WireFault.HoldAfter hold) {
            body.hold(hold.gate());
        } else if (fault instanceof WireFault.Inject inject) {
            body.write(bytes(WireEvent.raw(WireEvent.Kind.FRAME, "", inject.data())));
        } else if (fault instanceof WireFault.ErrorEvent error) {
            for (WireEvent event : form.error(error.status(), error.words())) {
                body.write(bytes(event));
            }
            body.end();
            throw new BodyWriter.Over(true);
        }
    }

    /** How many bytes reach into the middle of the first character of several bytes; 0 when there is none. */
    private static int withinCharacter(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] < 0) {
                return i + 1;
            }
        }
        return 0;
    }

    private void keepAlive() throws IOException {
        WireFault.KeepAlive alive = faults.find(WireFault.KeepAlive.class);
        for (int i = 0; alive != null && i < alive.comments(); i++) {
            body.write((": still here" + lineEnd() + lineEnd()).getBytes(StandardCharsets.UTF_8));
        }
    }

    private byte[] bytes(WireEvent event) {
        WireFault.LongLine line = faults.find(WireFault.LongLine.class);
        int atLeast = line == null || lineSeen ? 0 : line.bytes();
        return event.render(lineEnd(), atLeast).getBytes(StandardCharsets.UTF_8);
    }

    private String lineEnd() {
        WireFault.LineEnds ends = faults.find(WireFault.LineEnds.class);
        return ends == null ? "\n" : ends.end();
    }

    private List<WireEvent> changed(List<WireEvent> events) {
        List<WireEvent> changed = new ArrayList<>(events);
        for (WireFault fault : faults.all()) {
            if (fault instanceof WireFault.Without without) {
                changed.removeIf(event -> event.is(without.part()));
                changed.replaceAll(event -> silent(event, without.part()));
            } else if (fault instanceof WireFault.Twice twice) {
                changed = doubled(changed, twice.part());
            }
        }
        return changed;
    }

    private static List<WireEvent> doubled(List<WireEvent> events, WireFault.Part part) {
        List<WireEvent> doubled = new ArrayList<>();
        for (WireEvent event : events) {
            doubled.add(event);
            if (event.is(part)) {
                doubled.add(event);
            }
        }
        return doubled;
    }

    private static WireEvent silent(WireEvent event, WireFault.Part part) {
        boolean early = part == WireFault.Part.EARLY_USAGE && event.name().equals("message_start");
        if (event.json() == null || (!early && part != WireFault.Part.USAGE)) {
            return event;
        }
        ObjectNode json = event.json().deepCopy();
        json.remove("usage");
        for (JsonNode holder : List.of(
                json.path("message"),
                json.path("response"),
                json.path("choices").path(0))) {
            if (holder instanceof ObjectNode object) {
                object.remove("usage");
            }
        }
        return event.withJson(json);
    }
}
