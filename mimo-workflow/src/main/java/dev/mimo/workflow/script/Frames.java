package dev.mimo.workflow.script;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a host and the process of its scripts write to each other: numbers, and texts behind their length. */
final class Frames {

    /** No text is longer: the other side may be broken, or somebody else's by now. */
    private static final int MOST_BYTES = 256 << 20;

    private static final int MOST_REQUESTS = 10_000_000;

    private Frames() {}

    static void text(DataOutput out, @Nullable String text) throws IOException {
        if (text == null) {
            out.writeInt(-1);
            return;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static @Nullable String text(DataInput in) throws IOException {
        int length = in.readInt();
        if (length == -1) {
            return null;
        }
        byte[] bytes = new byte[checked(length, MOST_BYTES)];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String said(DataInput in) throws IOException {
        String text = text(in);
        if (text == null) {
            throw new IOException("a text is missing");
        }
        return text;
    }

    private static int checked(int count, int most) throws IOException {
        if (count < 0 || count > most) {
            throw new IOException("no length: " + count);
        }
        return count;
    }

    static void limits(DataOutput out, GuestLimits limits) throws IOException {
        out.writeLong(limits.cpu().toNanos());
        out.writeLong(limits.statements());
        out.writeLong(limits.allocated());
        out.writeInt(limits.depth());
        out.writeLong(limits.grace().toNanos());
        out.writeInt(limits.items());
        GuestLimits.Talk talk = limits.talk();
        out.writeInt(talk.requests());
        out.writeInt(talk.turn());
        out.writeInt(talk.request());
        out.writeInt(talk.result());
        out.writeInt(talk.log());
    }

    static GuestLimits limits(DataInput in) throws IOException {
        return new GuestLimits(
                Duration.ofNanos(in.readLong()),
                in.readLong(),
                in.readLong(),
                in.readInt(),
                Duration.ofNanos(in.readLong()),
                in.readInt(),
                new GuestLimits.Talk(in.readInt(), in.readInt(), in.readInt(), in.readInt(), in.readInt()));
    }

    static void script(DataOutput out, GuestScript script) throws IOException {
        text(out, script.name());
        text(out, script.body());
        text(out, script.scope());
        text(out, script.args());
        out.writeLong(script.seed());
        number(out, script.budget());
    }

    static GuestScript script(DataInput in) throws IOException {
        return new GuestScript(said(in), said(in), said(in), text(in), in.readLong(), number(in));
    }

    private static void number(DataOutput out, @Nullable Long number) throws IOException {
        out.writeBoolean(number != null);
        out.writeLong(number == null ? 0 : number);
    }

    private static @Nullable Long number(DataInput in) throws IOException {
        boolean there = in.readBoolean();
        long number = in.readLong();
        return there ? number : null;
    }

    static void answer(DataOutput out, Answer answer) throws IOException {
        out.writeLong(answer.id());
        text(out, answer.json());
        text(out, answer.error());
        out.writeLong(answer.spent());
        text(out, answer.exhausted());
    }

    static Answer answer(DataInput in) throws IOException {
        return new Answer(in.readLong(), text(in), text(in), in.readLong(), text(in));
    }

    static void fault(DataOutput out, ScriptFault fault) throws IOException {
        text(out, fault.message());
        out.writeInt(fault.line());
        text(out, fault.stack());
    }

    static ScriptFault fault(DataInput in) throws IOException {
        return new ScriptFault(said(in), in.readInt(), said(in));
    }

    static void turn(DataOutput out, Turn turn) throws IOException {
        out.writeInt(turn.requests().size());
        for (Request request : turn.requests()) {
            out.writeLong(request.id());
            text(out, request.op());
            text(out, request.path());
            text(out, request.json());
        }
        if (turn.end() instanceof Turn.Returned returned) {
            out.writeByte('R');
            text(out, returned.json());
        } else if (turn.end() instanceof Turn.Threw threw) {
            out.writeByte('T');
            fault(out, threw.fault());
        } else {
            out.writeByte('W');
        }
    }

    static Turn turn(DataInput in) throws IOException {
        int count = checked(in.readInt(), MOST_REQUESTS);
        List<Request> requests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            requests.add(new Request(in.readLong(), said(in), said(in), said(in)));
        }
        byte end = in.readByte();
        return new Turn(
                List.copyOf(requests),
                switch (end) {
                    case 'R' -> new Turn.Returned(text(in));
                    case 'T' -> new Turn.Threw(fault(in));
                    case 'W' -> null;
                    default -> throw new IOException("no ending: " + end);
                });
    }
}
