package dev.mimo.testing.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.model.Json;
import dev.mimo.session.Entry;
import dev.mimo.session.SessionBusy;
import dev.mimo.session.SessionId;
import dev.mimo.session.SessionLog;
import dev.mimo.session.SessionStore;
import dev.mimo.session.Stored;
import dev.mimo.session.Transcript;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a durable session store keeps when its process is killed at any moment. Extend it with a class that says how the store
 * is opened, and that has a {@code main} method which calls {@link #append}: it is started as a process, and killed.
 */
public abstract class SessionCrashContract {

    private static final SessionId ID = SessionId.of("crash");

    @TempDir
    Path root;

    protected SessionCrashContract() {}

    /** Opens the store in that folder. */
    protected abstract SessionStore open(Path folder);

    /**
     * Appends batches of two until the process is killed, and says after each how many entries it was promised.
     *
     * @param arguments those of the {@code main} method
     */
    protected static void append(Function<Path, SessionStore> open, String[] arguments) {
        SessionStore store = open.apply(Path.of(arguments[0]));
        try (SessionLog log = store.open(ID)) {
            System.out.println("open");
            for (long next = log.transcript().size(); ; next += 2) {
                log.append(List.of(entry(next), entry(next + 1)));
                System.out.println(next + 2);
            }
        } catch (SessionBusy e) {
            System.out.println("busy");
        }
    }

    private static Entry entry(long sequence) {
        String text = "x".repeat((int) (sequence % 900));
        return new Entry.Noted("crash", Json.object().put("n", (int) sequence).put("text", text));
    }

    @Test
    void nothing_acknowledged_is_lost_when_the_process_is_killed() throws Exception {
        killAndCheck(10);
    }

    @Test
    @Tag("crash")
    void nothing_acknowledged_is_lost_in_a_thousand_kills() throws Exception {
        killAndCheck(1_000);
    }

    @Test
    void of_two_processes_one_gets_the_session_and_the_other_is_told_who_has_it() throws Exception {
        Process first = start();
        try (BufferedReader said = first.inputReader()) {
            assertThat(said.readLine()).isEqualTo("open");

            Process second = start();
            try (BufferedReader other = second.inputReader()) {
                assertThat(other.readLine()).isEqualTo("busy");
                assertThat(second.waitFor()).isZero();
            }
            try (SessionStore store = open(root)) {
                assertThatThrownBy(() -> store.open(ID))
                        .isInstanceOf(SessionBusy.class)
                        .hasMessageContaining(first.pid() + "@");
                assertThat(store.find(ID)).isNotNull();
            }
        } finally {
            first.destroyForcibly().waitFor();
        }
        try (SessionStore store = open(root)) {
            store.open(ID).close();
        }
    }

    private void killAndCheck(int cycles) throws Exception {
        long kept = 0;
        for (int cycle = 0; cycle < cycles; cycle++) {
            long promised = runAndKill(3 + cycle * 7 % 60);
            try (SessionStore store = open(root);
                    SessionLog log = store.open(ID)) {
                Transcript transcript = log.transcript();
                assertThat(transcript.size()).isGreaterThanOrEqualTo(Math.max(promised, kept));
                assertThat(transcript.size() % 2).isZero();
                for (Stored stored : transcript.page(kept, Integer.MAX_VALUE)) {
                    assertThat(stored.entry()).isEqualTo(entry(stored.sequence()));
                }
                kept = transcript.size();
            }
        }
        assertThat(kept).isGreaterThan(cycles * 6L);
    }

    /** What the process last said it was promised, once it had said so {@code lines} times. */
    private long runAndKill(int lines) throws IOException, InterruptedException {
        Process process = start();
        long promised = 0;
        try (BufferedReader said = process.inputReader()) {
            assertThat(said.readLine()).isEqualTo("open");
            for (int i = 0; i < lines; i++) {
                promised = Long.parseLong(said.readLine());
            }
            process.toHandle().destroyForcibly();
            String last = null;
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                promised = last == null ? promised : Long.parseLong(last);
                last = line;
            }
        }
        process.waitFor();
        return promised;
    }

    private Process start() throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return new ProcessBuilder(List.of(
                        java.toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        getClass().getName(),
                        root.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
