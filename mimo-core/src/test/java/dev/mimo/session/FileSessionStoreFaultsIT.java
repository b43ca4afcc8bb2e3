package dev.mimo.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.environment.RecordLog;
import dev.mimo.environment.RecordLog.Durability;
import dev.mimo.model.Json;
import dev.mimo.testing.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSessionStoreFaultsIT {

    private static final SessionId ID = SessionId.of("ticket");
    private static final List<Entry> ENTRY =
            List.of(new Entry.Noted("k", Json.object().put("n", 1)));

    @TempDir
    Path folder;

    @Test
    void a_log_of_another_session_in_this_folder_is_refused() throws IOException {
        try (SessionStore store = store()) {
            store.open(SessionId.of("other")).append(ENTRY);
        }
        Path own = folder.resolve("root").resolve(ID.folderName());
        Files.move(folder.resolve("root").resolve(SessionId.of("other").folderName()), own);

        SessionStore store = store();
        assertThatThrownBy(() -> store.open(ID))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("is of session \"other\", not of \"ticket\"");
        assertThatThrownBy(() -> store.find(ID)).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> store.delete(ID)).isInstanceOf(StoreException.class);
        assertThat(store.list()).isEmpty();
        assertThat(own.resolve("session.log")).exists();
    }

    @Test
    void a_damaged_session_is_told_left_out_of_the_list_and_may_be_deleted() throws IOException {
        SessionStore store = store();
        try (SessionLog log = store.open(ID)) {
            log.append(ENTRY);
        }
        Path file = logFile();
        byte[] bytes = Files.readAllBytes(file);
        bytes[20] ^= 1;
        Files.write(file, bytes);

        assertThatThrownBy(() -> store.open(ID))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("damaged at byte 0");
        assertThatThrownBy(() -> store.find(ID)).isInstanceOf(StoreException.class);
        assertThat(store.list()).isEmpty();
        assertThat(file).hasBinaryContent(bytes);
        store.delete(ID);
        assertThat(file).doesNotExist();
    }

    @Test
    void a_log_of_a_later_version_is_refused() throws IOException {
        Path file = logFile();
        try (var records =
                RecordLog.open(Files.createDirectories(file.getParent()).resolve("session.log"), Durability.FLUSH)) {
            records.append(List.of("{\"format\":4,\"session\":\"ticket\",\"at\":1}".getBytes()));
        }

        assertThatThrownBy(() -> store().open(ID))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("record 0.format must be 1 to 3: 4");
    }

    @Test
    void a_log_of_the_first_version_is_read_and_written_on() throws IOException {
        try (var records = RecordLog.open(
                Files.createDirectories(logFile().getParent()).resolve("session.log"), Durability.FLUSH)) {
            records.append(List.of(
                    "{\"format\":1,\"session\":\"ticket\",\"at\":1}".getBytes(),
                    "{\"sequence\":0,\"at\":1,\"entry\":{\"type\":\"turn_started\",\"turn\":\"t\"}}".getBytes()));
        }

        try (SessionLog log = store().open(ID)) {
            assertThat(log.append(List.of(new Entry.CallAllowed("c")))).isEqualTo(1);
            assertThat(log.transcript().page(0, 9))
                    .extracting(Stored::entry)
                    .containsExactly(new Entry.TurnStarted("t"), new Entry.CallAllowed("c"));
        }
    }

    @Test
    void a_session_killed_before_its_header_is_none_and_can_be_opened() throws IOException {
        Files.createDirectories(logFile().getParent());
        Files.writeString(logFile(), "0123abcd {\"form", StandardOpenOption.CREATE);

        assertThat(store().find(ID)).isNull();
        assertThat(store().list()).isEmpty();
        try (SessionLog log = store().open(ID)) {
            assertThat(log.append(ENTRY)).isZero();
        }
    }

    @Test
    void what_is_half_written_is_not_seen_beside_the_writer() throws IOException {
        SessionStore store = store();
        try (SessionLog log = store.open(ID)) {
            log.append(ENTRY);
            Files.writeString(logFile(), "0123abcd {\"seq", StandardOpenOption.APPEND);

            assertThat(store.find(ID).size()).isOne();
            assertThat(store.list()).extracting(SessionInfo::entries).containsExactly(1L);
        }
    }

    @Test
    void times_stand_still_when_the_clock_goes_back() {
        ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00.123456789Z"));
        SessionStore store = FileSessionStore.at(folder.resolve("root"), Durability.FORCE, clock);
        Instant start = Instant.parse("2026-01-01T00:00:00.123Z");
        try (SessionLog log = store.open(ID)) {
            log.append(ENTRY);
            clock.advance(Duration.ofHours(-5));
            log.append(ENTRY);
        }
        try (SessionLog log = store.open(ID)) {
            log.append(ENTRY);
            clock.advance(Duration.ofHours(6));
            log.append(ENTRY);

            assertThat(log.transcript().page(0, 9))
                    .extracting(Stored::at)
                    .containsExactly(start, start, start, start.plus(Duration.ofHours(1)));
        }
    }

    @Test
    void folders_and_files_are_private() throws IOException {
        try (SessionLog log = store().open(ID)) {
            log.append(ENTRY);
        }

        for (Path path : List.of(folder.resolve("root"), logFile().getParent())) {
            assertThat(Files.getPosixFilePermissions(path)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        }
        assertThat(Files.getPosixFilePermissions(logFile())).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void what_an_interrupted_deletion_left_goes_with_the_next_one() throws IOException {
        Path left = Files.createDirectories(folder.resolve("root").resolve(".deleted-1"));
        Files.writeString(left.resolve("session.log"), "x");

        assertThat(store().list()).isEmpty();
        store().delete(ID);

        assertThat(left).doesNotExist();
    }

    private SessionStore store() {
        return FileSessionStore.at(folder.resolve("root"));
    }

    private Path logFile() {
        return folder.resolve("root").resolve(ID.folderName()).resolve("session.log");
    }
}
