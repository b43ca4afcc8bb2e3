package dev.mimo.workflow.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.model.Json;
import dev.mimo.model.Spent;
import dev.mimo.testing.ManualClock;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link Journal} must do. */
abstract class JournalContract {

    static final RunId ID = RunId.of("wf-1");

    @TempDir
    Path folder;

    final ManualClock clock = new ManualClock(Instant.ofEpochMilli(1_000_000));

    Journal journal;

    /** Opens a journal in {@code folder}. */
    abstract Journal openJournal(Path folder, Clock clock);

    @BeforeEach
    final void open_the_journal() {
        journal = openJournal(folder, clock);
    }

    @Test
    void a_run_begins_with_its_header() {
        JournalRecord.Header header = new RandomRecords(1).anyHeader();

        try (RunLog log = journal.begin(ID, header)) {
            assertThat(log.id()).isEqualTo(ID);
            assertThat(recordsOf(log.records())).containsExactly(header);
            assertThat(log.records().header()).isEqualTo(header);
        }
        assertThat(find().header()).isEqualTo(header);
    }

    @Test
    void every_type_of_record_comes_back_as_it_was_written() {
        try (RunLog log = journal.begin(ID, RandomRecords.header())) {
            List<JournalRecord> all = new ArrayList<>(List.of(RandomRecords.header()));
            for (int seed = 0; seed < 50; seed++) {
                List<JournalRecord> more = new RandomRecords(seed).everyType();
                assertThat(log.append(more)).isEqualTo(all.size());
                all.addAll(more);
            }

            assertThat(recordsOf(log.records())).isEqualTo(all);
            assertThat(recordsOf(find())).isEqualTo(all);
            assertThat(all)
                    .extracting(Object::getClass)
                    .hasSameElementsAs(List.of(JournalRecord.class.getPermittedSubclasses()));
        }
    }

    @Test
    void records_are_numbered_and_paged() {
        try (RunLog log = journal.begin(ID, RandomRecords.header())) {
            assertThat(log.append(logs(1, 250))).isEqualTo(1);
            assertThat(log.append(List.of())).isEqualTo(251);
            assertThat(log.append(logs(251, 1))).isEqualTo(251);
            RunRecords records = log.records();

            assertThat(records.size()).isEqualTo(252);
            assertThat(records.page(1, 3)).extracting(Recorded::sequence).containsExactly(1L, 2L, 3L);
            assertThat(records.page(250, 100)).extracting(Recorded::record).isEqualTo(logs(250, 2));
            assertThat(records.page(252, 1)).isEmpty();
            assertThat(records.page(Long.MAX_VALUE, 1)).isEmpty();
            assertThat(records.page(0, 0)).isEmpty();
            assertThat(records.stream(51)).extracting(Recorded::record).isEqualTo(logs(51, 201));
            assertThat(records.stream(252)).isEmpty();
            assertThat(records.stream(1_000)).isEmpty();
            assertThatThrownBy(() -> records.page(-1, 1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> records.page(0, -1)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void times_never_go_back() {
        Instant start = clock.instant();
        try (RunLog log = journal.begin(ID, RandomRecords.header())) {
            clock.advance(Duration.ofSeconds(5));
            log.append(logs(1, 2));
        }
        clock.advance(Duration.ofSeconds(-9));
        try (RunLog log = journal.open(ID)) {
            log.append(logs(3, 1));
        }

        assertThat(find().stream(0))
                .extracting(Recorded::at)
                .containsExactly(start, start.plusSeconds(5), start.plusSeconds(5), start.plusSeconds(5));
    }

    @Test
    void a_run_is_taken_up_where_it_ended() {
        try (RunLog log = journal.begin(ID, RandomRecords.header())) {
            log.append(logs(1, 3));
        }

        try (RunLog log = journal.open(ID)) {
            assertThat(log.append(logs(4, 1))).isEqualTo(4);
        }

        assertThat(find().stream(1)).extracting(Recorded::record).isEqualTo(logs(1, 4));
    }

    @Test
    void a_run_has_one_owner() {
        try (RunLog log = journal.begin(ID, RandomRecords.header())) {
            assertThatThrownBy(() -> journal.open(ID)).isInstanceOf(RunBusy.class);
            assertThatThrownBy(() -> journal.begin(ID, RandomRecords.header())).isInstanceOf(RunBusy.class);
            log.append(logs(1, 1));
        }
        RunLog second = journal.open(ID);
        second.close();
        second.close();
        try (RunLog third = journal.open(ID)) {
            second.close();
            assertThatThrownBy(() -> second.append(logs(2, 1))).isInstanceOf(JournalException.class);
            assertThatThrownBy(() -> journal.open(ID)).isInstanceOf(RunBusy.class);
            third.append(logs(2, 1));
        }
        assertThat(find().stream(1)).extracting(Recorded::record).isEqualTo(logs(1, 2));
    }

    @Test
    void of_many_that_want_a_run_one_gets_it() {
        journal.begin(ID, RandomRecords.header()).close();
        AtomicInteger owners = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        List<RunLog> logs = Collections.synchronizedList(new ArrayList<>());

        CompletableFuture.allOf(IntStream.range(0, 8)
                        .mapToObj(i -> CompletableFuture.runAsync(() -> {
                            try {
                                logs.add(journal.open(ID));
                                owners.incrementAndGet();
                            } catch (RunBusy e) {
                                refused.incrementAndGet();
                            }
                        }))
                        .toArray(CompletableFuture[]::new))
                .join();

        assertThat(owners).hasValue(1);
        assertThat(refused).hasValue(7);
        logs.forEach(RunLog::close);
    }

    @Test
    void an_unknown_run_is_not_found_nor_made() {
        assertThat(journal.find(ID)).isNull();
        assertThatThrownBy(() -> journal.open(ID))
                .isInstanceOf(JournalException.class)
                .hasMessage("there is no run wf-1");
        assertThat(journal.list()).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_run_begins_once() {
        journal.begin(ID, RandomRecords.header()).close();

        assertThatThrownBy(() -> journal.begin(ID, RandomRecords.header()))
                .isInstanceOf(JournalException.class)
                .isNotInstanceOf(RunBusy.class);
        journal.open(ID).close();
        assertThat(find().size()).isEqualTo(1);
    }

    @Test
    void a_second_header_is_refused() {
        try (RunLog log = journal.begin(ID, RandomRecords.header())) {
            List<JournalRecord> records = List.of(new JournalRecord.Log("a"), RandomRecords.header());

            assertThatThrownBy(() -> log.append(records)).isInstanceOf(IllegalArgumentException.class);
            assertThat(log.records().size()).isEqualTo(1);
        }
    }

    @Test
    void a_log_of_any_length_is_kept() {
        List<JournalRecord> records = List.of(
                new JournalRecord.Log("数".repeat(21_845)),
                new JournalRecord.Log("\0".repeat(20_000)),
                new JournalRecord.Log("x".repeat(3_000_000)));
        try (RunLog log = journal.begin(ID, RandomRecords.header())) {
            log.append(records);

            assertThat(log.records().stream(1)).extracting(Recorded::record).isEqualTo(records);
        }
    }

    @Test
    void the_run_written_last_comes_first() {
        RunId second = RunId.of("wf-2");
        Instant start = clock.instant();
        try (RunLog a = journal.begin(ID, RandomRecords.header());
                RunLog b = journal.begin(second, RandomRecords.header())) {
            clock.advance(Duration.ofSeconds(1));
            b.append(logs(1, 1));
            clock.advance(Duration.ofSeconds(1));
            a.append(List.of(new JournalRecord.Terminal(
                    JournalRecord.Status.COMPLETED, Json.array().add(1), null, Spent.NOTHING)));

            assertThat(journal.list())
                    .containsExactly(
                            new RunInfo(ID, "review", start, start.plusSeconds(2), 2, JournalRecord.Status.COMPLETED),
                            new RunInfo(second, "review", start, start.plusSeconds(1), 2, null));
        }
    }

    @Test
    void a_reader_beside_the_writer_sees_what_was_appended() {
        try (RunLog log = journal.begin(ID, RandomRecords.header())) {
            RunRecords records = find();
            for (int i = 1; i < 200; i += 2) {
                log.append(logs(i, 2));
                assertThat(records.size()).isEqualTo(i + 2);
                assertThat(records.page(i + 1, 5)).extracting(Recorded::record).isEqualTo(logs(i + 1, 1));
            }
        }
    }

    @Test
    void several_threads_may_append() {
        try (RunLog log = journal.begin(ID, RandomRecords.header())) {
            CompletableFuture.allOf(IntStream.range(0, 4)
                            .mapToObj(thread -> CompletableFuture.runAsync(() -> {
                                for (int i = 0; i < 25; i++) {
                                    log.append(logs(thread * 100 + i * 2, 2));
                                }
                            }))
                            .toArray(CompletableFuture[]::new))
                    .join();

            List<Recorded> records = log.records().stream(1).toList();
            assertThat(records).hasSize(200);
            for (int i = 0; i < 200; i += 2) {
                String first = ((JournalRecord.Log) records.get(i).record()).message();
                assertThat(records.get(i + 1).record())
                        .isEqualTo(new JournalRecord.Log(Integer.toString(Integer.parseInt(first) + 1)));
            }
        }
    }

    @Test
    void an_interrupt_harms_neither_writer_nor_reader() {
        JournalRecord large = new JournalRecord.Log("x".repeat(100_000));
        try (RunLog log = journal.begin(ID, RandomRecords.header())) {
            Thread.currentThread().interrupt();
            log.append(List.of(large, large));
            assertThat(recordsOf(log.records())).containsExactly(RandomRecords.header(), large, large);
            assertThat(Thread.interrupted()).isTrue();

            log.append(logs(3, 1));
            assertThat(log.records().size()).isEqualTo(4);
        }
    }

    final RunRecords find() {
        return Objects.requireNonNull(journal.find(ID));
    }

    static List<JournalRecord> recordsOf(RunRecords records) {
        return records.stream(0).map(Recorded::record).toList();
    }

    static List<JournalRecord> logs(int from, int count) {
        return IntStream.range(from, from + count)
                .<JournalRecord>mapToObj(i -> new JournalRecord.Log(Integer.toString(i)))
                .toList();
    }
}
