package dev.mimo.testing.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.session.Entry;
import dev.mimo.session.SessionBusy;
import dev.mimo.session.SessionId;
import dev.mimo.session.SessionInfo;
import dev.mimo.session.SessionLog;
import dev.mimo.session.SessionStore;
import dev.mimo.session.StoreException;
import dev.mimo.session.Stored;
import dev.mimo.session.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every {@link SessionStore} must do. Extend it and say how a store is opened; one that does not outlive its object
 * says so by {@link #isDurable()}.
 */
public abstract class SessionStoreContract {

    private static final SessionId ID = SessionId.of("ticket-4711");

    @TempDir
    private Path folder;

    private SessionStore store;

    protected SessionStoreContract() {}

    /** Opens a store in {@code folder}; called again, it must find what was kept there. */
    protected abstract SessionStore openStore(Path folder) throws IOException;

    /** Whether sessions outlive the store object. */
    protected boolean isDurable() {
        return true;
    }

    /** Closes the store and opens it again. */
    protected final SessionStore reopen() throws IOException {
        store.close();
        store = openStore(folder);
        return store;
    }

    @BeforeEach
    final void open_the_store() throws IOException {
        store = openStore(folder);
    }

    @AfterEach
    final void close_the_store() {
        store.close();
    }

    @Test
    void a_new_session_is_empty() {
        try (SessionLog log = store.open(ID)) {
            assertThat(log.id()).isEqualTo(ID);
            assertThat(log.transcript().size()).isZero();
            assertThat(log.transcript().page(0, 10)).isEmpty();
        }
    }

    @Test
    void every_type_of_entry_comes_back_as_it_was_written() {
        List<Entry> entries = EveryEntry.list();

        try (SessionLog log = store.open(ID)) {
            log.append(entries);

            assertThat(entriesOf(log.transcript())).isEqualTo(entries);
            assertThat(entriesOf(found(store, ID))).isEqualTo(entries);
        }
    }

    @Test
    void sequence_numbers_run_from_zero_without_gaps() {
        try (SessionLog log = store.open(ID)) {
            assertThat(log.append(notes(0, 3))).isZero();
            assertThat(log.append(notes(3, 1))).isEqualTo(3);
            assertThat(log.append(List.of())).isEqualTo(4);
            assertThat(log.append(notes(4, 2))).isEqualTo(4);

            assertThat(log.transcript().page(0, 100))
                    .extracting(Stored::sequence)
                    .containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
            assertThat(log.transcript().size()).isEqualTo(6);
        }
    }

    @Test
    void times_never_go_back_and_are_whole_milliseconds() {
        try (SessionLog log = store.open(ID)) {
            for (int i = 0; i < 50; i++) {
                log.append(notes(i, 1));
            }

            List<Instant> times =
                    log.transcript().page(0, 50).stream().map(Stored::at).toList();
            assertThat(times).isSorted();
            assertThat(times).allMatch(at -> at.equals(Instant.ofEpochMilli(at.toEpochMilli())));
        }
    }

    @Test
    void pages_end_where_the_session_ends() {
        try (SessionLog log = store.open(ID)) {
            log.append(notes(0, 10));

            Transcript transcript = log.transcript();
            assertThat(transcript.page(8, 5)).extracting(Stored::sequence).containsExactly(8L, 9L);
            assertThat(transcript.page(10, 5)).isEmpty();
            assertThat(transcript.page(1_000_000_000_000L, Integer.MAX_VALUE)).isEmpty();
            assertThat(transcript.page(9, Integer.MAX_VALUE)).hasSize(1);
            assertThat(transcript.page(0, 0)).isEmpty();
            assertThatThrownBy(() -> transcript.page(-1, 5)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> transcript.page(0, -1)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void ten_thousand_entries_are_read_page_by_page() throws IOException {
        try (SessionLog log = store.open(ID)) {
            for (int i = 0; i < 10_000; i += 250) {
                log.append(notes(i, 250));
            }
        }
        Transcript transcript = found(isDurable() ? reopen() : store, ID);

        assertThat(transcript.size()).isEqualTo(10_000);
        assertThat(transcript.page(9_990, 3)).extracting(Stored::entry).isEqualTo(notes(9_990, 3));
        assertThat(transcript.page(63, 2)).extracting(Stored::entry).isEqualTo(notes(63, 2));
        assertThat(transcript.stream(0).map(Stored::entry)).isEqualTo(notes(0, 10_000));
        assertThat(transcript.stream(9_000).map(Stored::sequence))
                .hasSize(1_000)
                .startsWith(9_000L);
    }

    @Test
    void what_was_appended_is_there_after_the_store_was_opened_again() throws IOException {
        try (SessionLog log = store.open(ID)) {
            log.append(EveryEntry.list());
        }
        if (!isDurable()) {
            assertThat(reopen().list()).isEmpty();
            return;
        }

        try (SessionLog log = reopen().open(ID)) {
            assertThat(entriesOf(log.transcript())).isEqualTo(EveryEntry.list());
            assertThat(log.append(notes(0, 1))).isEqualTo(EveryEntry.list().size());
        }
        assertThat(found(reopen(), ID).size()).isEqualTo(EveryEntry.list().size() + 1);
    }

    @Test
    void a_session_that_was_closed_goes_on_where_it_ended() {
        try (SessionLog log = store.open(ID)) {
            log.append(notes(0, 2));
        }

        try (SessionLog log = store.open(ID)) {
            assertThat(log.append(notes(2, 1))).isEqualTo(2);
            assertThat(entriesOf(log.transcript())).isEqualTo(notes(0, 3));
        }
    }

    @Test
    void nothing_of_a_batch_is_kept_when_an_entry_cannot_be_written() {
        try (SessionLog log = store.open(ID)) {
            log.append(notes(0, 1));
            List<Entry> batch = new ArrayList<>(notes(1, 2));
            batch.add(null);

            assertThatThrownBy(() -> log.append(batch)).isInstanceOf(RuntimeException.class);
            assertThat(entriesOf(log.transcript())).isEqualTo(notes(0, 1));

            log.append(notes(1, 1));
            assertThat(entriesOf(log.transcript())).isEqualTo(notes(0, 2));
        }
    }

    @Test
    void a_session_has_one_writer_at_a_time() throws IOException {
        try (SessionLog log = store.open(ID)) {
            assertThatThrownBy(() -> store.open(ID))
                    .isInstanceOf(SessionBusy.class)
                    .hasMessageContaining(ID.value());
            assertThatThrownBy(() -> store.open(ID)).isInstanceOf(SessionBusy.class);
            if (isDurable()) {
                try (SessionStore other = openStore(folder)) {
                    assertThatThrownBy(() -> other.open(ID)).isInstanceOf(SessionBusy.class);
                }
            }
            log.append(notes(0, 1));
        }

        try (SessionLog log = store.open(ID)) {
            assertThat(log.transcript().size()).isEqualTo(1);
        }
    }

    @Test
    void one_of_many_threads_gets_the_session() {
        List<CompletableFuture<SessionLog>> tries = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> {
                    try {
                        return store.open(ID);
                    } catch (SessionBusy e) {
                        return null;
                    }
                }))
                .toList();

        List<SessionLog> opened = tries.stream()
                .map(CompletableFuture::join)
                .filter(Objects::nonNull)
                .toList();

        assertThat(opened).hasSize(1);
        opened.get(0).close();
    }

    @Test
    void a_closed_log_takes_nothing_and_may_be_closed_again() {
        SessionLog log = store.open(ID);
        log.close();
        log.close();

        try (SessionLog next = store.open(ID)) {
            log.close();
            assertThatThrownBy(() -> log.append(notes(0, 1))).isInstanceOf(StoreException.class);
            assertThatThrownBy(() -> store.open(ID)).isInstanceOf(SessionBusy.class);
            assertThat(next.transcript().size()).isZero();
        }
    }

    @Test
    void closing_the_store_closes_its_sessions() throws IOException {
        store.open(ID).append(notes(0, 1));

        try (SessionLog log = reopen().open(ID)) {
            assertThat(log.transcript().size()).isEqualTo(isDurable() ? 1 : 0);
        }
    }

    @Test
    void a_reader_beside_the_writer_sees_whole_batches_in_order() {
        try (SessionLog log = store.open(ID)) {
            log.append(notes(0, 5));
            Transcript reader = found(store, ID);
            AtomicBoolean done = new AtomicBoolean();
            CompletableFuture<Void> reading = CompletableFuture.runAsync(() -> {
                long before = 0;
                boolean last = false;
                while (!last) {
                    last = done.get();
                    long size = reader.size();
                    assertThat(size % 5).isZero();
                    assertThat(size).isGreaterThanOrEqualTo(before);
                    assertThat(reader.page(before, (int) (size - before)))
                            .extracting(Stored::entry)
                            .isEqualTo(notes((int) before, (int) (size - before)));
                    before = size;
                }
                assertThat(before).isEqualTo(1_000);
            });
            try {
                for (int i = 5; i < 1_000; i += 5) {
                    log.append(notes(i, 5));
                }
            } finally {
                done.set(true);
            }
            reading.join();
        }
    }

    @Test
    void big_entries_are_kept_whole() {
        String text = "0123456789 äöü 数据库 ".repeat(250_000);
        List<Entry> entries = List.of(new Entry.MessageAdded(Message.user(text), null));

        try (SessionLog log = store.open(ID)) {
            log.append(notes(0, 1));
            log.append(entries);
            log.append(notes(2, 1));

            assertThat(log.transcript().page(1, 1).get(0).entry()).isEqualTo(entries.get(0));
            assertThat(found(store, ID).page(2, 1).get(0).entry())
                    .isEqualTo(notes(2, 1).get(0));
        }
        assertThat(store.list()).extracting(SessionInfo::entries).containsExactly(3L);
    }

    @Test
    void any_unicode_comes_back() {
        List<Entry> entries = List.of(
                new Entry.TurnEnded("t", "done", "line\nfeed\r\n\t\0\u0007\u001b[31m\u2028\u2029\ufeff"),
                new Entry.TurnEnded("t", "done", "数据库 데이터 🦙👩‍💻 \ud83d cut \udc99 halves \ud83d"),
                new Entry.Noted("k\ud83d", Json.object().put("数\0 ü🦙", "\udc99\"\\")));

        try (SessionLog log = store.open(ID)) {
            log.append(entries);

            assertThat(entriesOf(log.transcript())).isEqualTo(entries);
        }
    }

    @Test
    void a_session_may_have_any_name() {
        List<SessionId> ids =
                List.of("..", ".", "/etc/passwd", "a\0b", "C:\\con", "ä", "数据库", " ", "🦙", "A", "a", "'; --").stream()
                        .map(SessionId::of)
                        .toList();

        for (SessionId id : ids) {
            try (SessionLog log = store.open(id)) {
                log.append(List.of(new Entry.Opened(id.value(), id)));
            }
        }

        for (SessionId id : ids) {
            assertThat(entriesOf(found(store, id))).containsExactly(new Entry.Opened(id.value(), id));
        }
        assertThat(store.list()).extracting(SessionInfo::id).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void the_session_written_last_comes_first() throws IOException {
        assertThat(store.list()).isEmpty();
        SessionId first = SessionId.of("first");
        SessionId second = SessionId.of("second");
        try (SessionLog a = store.open(first);
                SessionLog b = store.open(second)) {
            a.append(notes(0, 1));
            b.append(notes(0, 2));
            do {
                a.append(notes(0, 1));
            } while (!last(a).at().isAfter(last(b).at()));

            assertThat(store.list())
                    .containsExactly(
                            new SessionInfo(first, a.transcript().size(), last(a).at()),
                            new SessionInfo(second, 2, last(b).at()));
        }
    }

    @Test
    void an_unknown_session_is_not_found_nor_made() {
        assertThat(store.find(ID)).isNull();
        store.delete(ID);
        assertThat(store.list()).isEmpty();
    }

    @Test
    void a_deleted_session_is_gone_with_its_files_and_nothing_else() throws IOException {
        SessionId other = SessionId.of("other");
        SessionLog log = store.open(ID);
        try (SessionLog kept = store.open(other)) {
            log.append(notes(0, 3));
            kept.append(notes(0, 2));
            Files.writeString(kept.folder().resolve("kept.txt"), "kept");
            Path files = log.folder();
            Files.writeString(files.resolve("output.txt"), "text");
            link(files.resolve("link"), kept.folder());
            assertThatThrownBy(() -> store.delete(ID)).isInstanceOf(SessionBusy.class);
            assertThat(files.resolve("output.txt")).hasContent("text");
            log.close();
            store.delete(ID);

            assertThat(files).doesNotExist();
            assertThat(store.find(ID)).isNull();
            assertThat(store.list()).extracting(SessionInfo::id).containsExactly(other);
            assertThat(kept.folder().resolve("kept.txt")).hasContent("kept");
        }
        try (SessionLog again = store.open(ID)) {
            assertThat(again.append(notes(0, 1))).isZero();
        }
    }

    @Test
    void a_fork_has_the_beginning_of_its_origin_and_goes_its_own_way() throws IOException {
        SessionId fork = SessionId.of("fork");
        try (SessionLog log = store.open(ID)) {
            log.append(notes(0, 600));
            store.fork(ID, fork, 599);
            log.append(notes(600, 1));
        }
        try (SessionLog log = store.open(fork)) {
            assertThat(log.append(notes(1_000, 1))).isEqualTo(599);
        }

        assertThat(entriesOf(found(store, fork)).subList(0, 599)).isEqualTo(notes(0, 599));
        assertThat(entriesOf(found(store, fork)).get(599))
                .isEqualTo(notes(1_000, 1).get(0));
        assertThat(entriesOf(found(store, ID))).isEqualTo(notes(0, 601));
        store.delete(ID);
        assertThat(found(store, fork).size()).isEqualTo(600);
    }

    @Test
    void a_fork_takes_nobodys_place_and_comes_from_somewhere() {
        SessionId other = SessionId.of("other");
        try (SessionLog log = store.open(ID);
                SessionLog kept = store.open(other)) {
            log.append(notes(0, 2));
            kept.append(notes(7, 1));
        }

        assertThatThrownBy(() -> store.fork(ID, other, 1))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("other");
        assertThatThrownBy(() -> store.fork(SessionId.of("nobody"), SessionId.of("new"), 0))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("nobody");
        assertThatThrownBy(() -> store.fork(ID, SessionId.of("new"), 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.fork(ID, SessionId.of("new"), -1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(entriesOf(found(store, other))).isEqualTo(notes(7, 1));
        assertThat(store.find(SessionId.of("new"))).isNull();
    }

    @Test
    void the_folder_of_a_session_is_its_own_and_private() throws IOException {
        try (SessionLog log = store.open(ID);
                SessionLog other = store.open(SessionId.of("other"))) {
            assertThat(log.folder()).isDirectory().isEqualTo(log.folder()).isNotEqualTo(other.folder());
            if (log.folder().getFileSystem().supportedFileAttributeViews().contains("posix")) {
                assertThat(Files.getPosixFilePermissions(log.folder()))
                        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
            }
        }
    }

    @Test
    void an_interrupt_harms_neither_writer_nor_reader() {
        try (SessionLog log = store.open(ID)) {
            Thread.currentThread().interrupt();
            log.append(notes(0, 1));
            assertThat(entriesOf(log.transcript())).isEqualTo(notes(0, 1));
            assertThat(Thread.interrupted()).isTrue();

            log.append(notes(1, 1));
            assertThat(entriesOf(log.transcript())).isEqualTo(notes(0, 2));
        }
    }

    private static Stored last(SessionLog log) {
        return log.transcript().page(log.transcript().size() - 1, 1).get(0);
    }

    private static void link(Path link, Path target) throws IOException {
        try {
            Files.createSymbolicLink(link, target);
        } catch (UnsupportedOperationException e) {
            Files.writeString(link, "no links here");
        }
    }

    private static Transcript found(SessionStore store, SessionId id) {
        return Objects.requireNonNull(store.find(id), id::value);
    }

    private static List<Entry> entriesOf(Transcript transcript) {
        return transcript.stream(0).map(Stored::entry).toList();
    }

    private static List<Entry> notes(int from, int count) {
        return IntStream.range(from, from + count)
                .<Entry>mapToObj(i -> new Entry.Noted("count", Json.object().put("n", i)))
                .toList();
    }
}
