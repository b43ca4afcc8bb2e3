package dev.mimo.workflow.script;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * The process in which the scripts of one run take their turns: commands come from standard input, what comes of them goes to
 * standard output. It ends with its input, so it never outlives its host.
 */
final class GuestProcess {

    static final byte OPEN = 'O';
    static final byte START = 'S';
    static final byte ANSWER = 'A';
    static final byte CLOSE = 'C';
    static final byte CHECK = 'P';

    static final byte TURN = 't';
    static final byte STOPPED = 's';
    static final byte FAULT = 'f';

    /** A command is no longer: a script, its arguments or an answer. */
    private static final int MOST_BYTES = 512 << 20;

    private final GraalSandbox sandbox = new GraalSandbox();
    private final Map<Integer, Guest> guests = new HashMap<>();
    private @Nullable Guests run;

    private GuestProcess() {}

    /** Started by {@link ChildProcessSandbox}. */
    public static void main(String[] args) throws Exception {
        BlockingQueue<byte[]> commands = new LinkedBlockingQueue<>();
        Thread reader = new Thread(() -> read(commands), "mimo-commands");
        reader.setDaemon(true);
        reader.start();
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));
        // Whatever else is printed must not get between the frames.
        System.setOut(System.err);
        GuestProcess process = new GuestProcess();
        while (true) {
            byte[] reply = process.reply(new DataInputStream(new ByteArrayInputStream(commands.take())));
            if (reply.length > 0) {
                out.writeInt(reply.length);
                out.write(reply);
                out.flush();
            }
        }
    }

    /** Ends the process with the input, whatever a script is doing. */
    private static void read(BlockingQueue<byte[]> commands) {
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(new FileInputStream(FileDescriptor.in)))) {
            while (true) {
                int length = in.readInt();
                if (length < 0 || length > MOST_BYTES) {
                    throw new IOException("no length: " + length);
                }
                byte[] command = new byte[length];
                in.readFully(command);
                commands.add(command);
            }
        } catch (IOException e) {
            Runtime.getRuntime().halt(0);
        }
    }

    private byte[] reply(DataInputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        byte command = in.readByte();
        int number = in.readInt();
        try {
            switch (command) {
                case OPEN -> open(Frames.limits(in));
                case START -> {
                    Guest guest = running().open(Frames.script(in));
                    guests.put(number, guest);
                    turn(out, guest.start());
                }
                case ANSWER -> turn(out, guest(number).answer(Frames.answer(in)));
                case CLOSE -> close(number);
                case CHECK -> checked(in, out);
                default -> throw new IOException("no command: " + command);
            }
        } catch (GuestStopped e) {
            bytes.reset();
            out.writeByte(STOPPED);
            Frames.text(out, e.reason());
            out.writeInt(e.line());
        }
        return bytes.toByteArray();
    }

    /** Small limits leave no time for a cold engine: a script that does nothing goes first. */
    private void open(GuestLimits limits) {
        GuestLimits any = new GuestLimits(
                Duration.ofMinutes(5), 1_000_000, Long.MAX_VALUE, limits.depth(), limits.grace(), limits.items());
        try (Guests warm = sandbox.open(any)) {
            warm.open(new GuestScript("warm.js", "return 1", "r", null, 0, null))
                    .start();
        }
        run = sandbox.open(limits);
    }

    private Guests running() {
        if (run == null) {
            throw new GuestStopped("no run was opened", 0);
        }
        return run;
    }

    private Guest guest(int number) {
        Guest guest = guests.get(number);
        if (guest == null) {
            throw new GuestStopped("there is no script " + number, 0);
        }
        return guest;
    }

    private void close(int number) {
        Guest guest = guests.remove(number);
        if (guest != null) {
            guest.close();
        }
    }

    private static void turn(DataOutputStream out, Turn turn) throws IOException {
        out.writeByte(TURN);
        Frames.turn(out, turn);
    }

    private void checked(DataInputStream in, DataOutputStream out) throws IOException {
        ScriptFault fault = sandbox.check(String.valueOf(Frames.text(in)), String.valueOf(Frames.text(in)));
        out.writeByte(FAULT);
        out.writeBoolean(fault != null);
        if (fault != null) {
            Frames.fault(out, fault);
        }
    }
}
