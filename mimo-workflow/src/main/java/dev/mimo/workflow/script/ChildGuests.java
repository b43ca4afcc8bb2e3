package dev.mimo.workflow.script;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The scripts of a run in a process of their own. */
final class ChildGuests implements Guests {

    private final ChildProcess process;
    private final Consumer<ChildGuests> onClose;
    private int scripts;

    ChildGuests(GuestLimits limits, int heapMiB, Consumer<ChildGuests> onClose) {
        this.onClose = onClose;
        this.process = ChildProcess.start(limits, heapMiB);
        // It warms up while the host goes on.
        process.send(command(GuestProcess.OPEN, 0, out -> Frames.limits(out, limits)));
    }

    /** Writes one thing into a command. */
    private interface Part {
        void write(DataOutputStream out) throws IOException;
    }

    private static byte[] command(byte what, int number, Part part) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeByte(what);
            out.writeInt(number);
            part.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Override
    public Guest open(GuestScript script) {
        process.requireRunning();
        return new ChildGuest(++scripts, script);
    }

    @Nullable
    ScriptFault check(String name, String body) {
        byte[] reply = process.ask(command(GuestProcess.CHECK, 0, out -> {
            Frames.text(out, name);
            Frames.text(out, body);
        }));
        return read(reply, GuestProcess.FAULT, in -> in.readBoolean() ? Frames.fault(in) : null);
    }

    /** Reads one thing from a reply. */
    private interface Reading<T extends @Nullable Object> {
        T read(DataInputStream in) throws IOException;
    }

    private <T extends @Nullable Object> T read(byte[] reply, byte expected, Reading<T> reading) {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(reply));
        try {
            byte kind = in.readByte();
            if (kind == GuestProcess.STOPPED) {
                throw new GuestStopped(String.valueOf(Frames.text(in)), in.readInt());
            }
            if (kind != expected) {
                throw new IOException("no reply: " + kind);
            }
            return reading.read(in);
        } catch (IOException e) {
            String reason = "the process of the scripts says what nobody understands: " + e.getMessage();
            stop(reason);
            throw new GuestStopped(reason, 0);
        }
    }

    @Override
    public void stop(String reason) {
        process.stop(reason);
    }

    @Override
    public void close() {
        process.close();
        onClose.accept(this);
    }

    private final class ChildGuest implements Guest {

        private final int number;
        private final GuestScript script;
        private boolean open;

        ChildGuest(int number, GuestScript script) {
            this.number = number;
            this.script = script;
        }

        @Override
        public Turn start() {
            open = true;
            return turn(command(GuestProcess.START, number, out -> Frames.script(out, script)));
        }

        @Override
        public Turn answer(Answer answer) {
            return turn(command(GuestProcess.ANSWER, number, out -> Frames.answer(out, answer)));
        }

        private Turn turn(byte[] command) {
            return read(process.ask(command), GuestProcess.TURN, Frames::turn);
        }

        @Override
        public void close() {
            if (open) {
                open = false;
                process.send(command(GuestProcess.CLOSE, number, out -> {}));
            }
        }
    }
}
