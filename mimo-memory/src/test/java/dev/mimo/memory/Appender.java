package dev.mimo.memory;

import dev.mimo.model.Json;
import dev.mimo.session.Entry;
import dev.mimo.session.SessionBusy;
import dev.mimo.session.SessionId;
import dev.mimo.session.SessionLog;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** A process that appends batches of two until it is killed, and says after each how many entries it was promised. */
public final class Appender {

    private Appender() {}

    public static void main(String[] args) {
        try (SessionLog log = SqliteSessionStore.at(Path.of(args[0])).open(SessionId.of(args[1]))) {
            run(log, System.out);
        } catch (SessionBusy e) {
            System.out.println("busy");
        }
    }

    static void run(SessionLog log, PrintStream out) {
        out.println("open");
        for (long next = log.transcript().size(); ; next += 2) {
            log.append(List.of(entry(next), entry(next + 1)));
            out.println(next + 2);
        }
    }

    /** What stands at that place. */
    static Entry entry(long sequence) {
        return new Entry.Noted("crash", Json.object().put("n", (int) sequence).put("text", "x".repeat((int)
                        (sequence % 900))));
    }
}
