package dev.mimo.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.memory.MimoMemory;
import dev.mimo.memory.SqliteSessionStore;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.session.Entry;
import dev.mimo.session.MemoryEntry;
import dev.mimo.session.MemoryScope;
import dev.mimo.session.SessionId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandIT {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private CommandLineRuns mimo;

    @BeforeEach
    void open() {
        mimo = new CommandLineRuns(folder.resolve("home"));
    }

    @AfterEach
    void close() {
        mimo.close();
    }

    @Test
    void the_newest_session_becomes_a_private_page() throws Exception {
        mimo.model.reply("It is done.");
        assertThat(mimo.run("Do it <now>")).isZero();
        Path page = folder.resolve("page.html");

        assertThat(mimo.call("report", "-o", page.toString())).isZero();

        assertThat(mimo.out()).endsWith(page + System.lineSeparator());
        assertThat(Files.readString(page)).contains("<h1>Do it &lt;now&gt;</h1>", "It is done.");
        assertThat(Files.getPosixFilePermissions(page)).hasSize(2);
    }

    @Test
    void a_session_of_the_database_is_found_by_name() {
        Path home = folder.resolve("home");
        try (var store = SqliteSessionStore.at(home);
                var log = store.open(SessionId.of("ticket"))) {
            log.append(List.of(
                    new Entry.Opened("mimo", null),
                    new Entry.TurnStarted("t"),
                    new Entry.MessageAdded(Message.user("look"), null)));
        }

        assertThat(mimo.call("report", "ticket", "--json")).isZero();

        assertThat(Json.read(mimo.out()).path("outcome").asText()).isEqualTo("open");
        assertThat(mimo.call("report", "ticket", "-o", "-")).isZero();
        assertThat(mimo.out()).contains("<!doctype html>");
    }

    @Test
    void what_is_remembered_of_the_sessions_project_is_shown_without_asking() {
        Path home = folder.resolve("home");
        SessionId id = SessionId.of("ticket");
        try (var store = SqliteSessionStore.at(home);
                var log = store.open(id)) {
            log.append(List.of(new Entry.Opened("mimo", null), new Entry.TurnStarted("t")));
            store.assign(id, "billing");
        }
        try (MimoMemory memory = MimoMemory.at(home)) {
            memory.layers()
                    .update(
                            new MemoryScope.Project("billing"),
                            none -> List.of(new MemoryEntry(
                                    "e1",
                                    MemoryEntry.Kind.FACT,
                                    "Invoices are kept for ten years",
                                    MemoryEntry.Status.CONFIRMED,
                                    MemoryEntry.Origin.AGENT,
                                    null,
                                    List.of())));
        }

        assertThat(mimo.call("report", "ticket", "--json")).isZero();

        assertThat(mimo.out()).contains("Invoices are kept for ten years");
    }

    @Test
    void what_cannot_be_done_is_bad_usage() {
        assertThat(mimo.call("report")).isEqualTo(ExitCode.USAGE);
        assertThat(mimo.call("report", "nobody")).isEqualTo(ExitCode.USAGE);
        assertThat(mimo.err()).contains("there is no session in", "there is no session \"nobody\"");

        mimo.model.reply("ok");
        mimo.run("go");
        mimo.forgetErrors();

        assertThat(mimo.call("report", "-o", folder.resolve("no/such/page.html").toString()))
                .isEqualTo(ExitCode.USAGE);
        assertThat(mimo.err()).contains("no file can be written at");
    }
}
