package dev.mimo.workflow.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.mimo.environment.RecordLog;
import dev.mimo.model.Json;
import dev.mimo.model.Spent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FileJournalIT extends JournalContract {

    @Override
    Journal openJournal(Path folder, Clock clock) {
        return FileJournal.at(folder, RecordLog.Durability.FLUSH, clock);
    }

    @Test
    void runs_outlive_the_journal() {
        List<JournalRecord> records = new RandomRecords(3).everyType();
        try (RunLog log = FileJournal.at(folder).begin(ID, RandomRecords.header())) {
            log.append(records);
        }

        assertThat(FileJournal.at(folder).find(ID).stream(1))
                .extracting(Recorded::record)
                .isEqualTo(records);
    }

    @Test
    void a_file_cut_at_any_byte_holds_what_was_appended_before() throws IOException {
        List<List<JournalRecord>> appended = writeRun();
        byte[] whole = Files.readAllBytes(file());

        int most = 0;
        for (int length = 0; length <= whole.length; length++) {
            Files.write(file(), Arrays.copyOf(whole, length));
            int batches = requirePrefix(appended);
            assertThat(batches).isGreaterThanOrEqualTo(most);
            most = batches;
            if (batches > 0) {
                try (RunLog log = journal.open(ID)) {
                    log.append(logs(7, 1));
                }
                assertThat(find().stream(0))
                        .last()
                        .extracting(Recorded::record)
                        .isEqualTo(logs(7, 1).get(0));
            } else {
                assertThatThrownBy(() -> journal.open(ID)).isExactlyInstanceOf(JournalException.class);
            }
        }
        assertThat(most).isEqualTo(appended.size());
    }

    @Test
    void a_run_whose_header_was_cut_short_may_begin_again() throws IOException {
        writeRun();
        Files.write(file(), Arrays.copyOf(Files.readAllBytes(file()), 30));

        try (RunLog log = journal.begin(ID, RandomRecords.header())) {
            assertThat(recordsOf(log.records())).containsExactly(RandomRecords.header());
        }
    }

    @Test
    void a_file_changed_at_any_byte_holds_a_prefix_or_says_where_it_is_damaged() throws IOException {
        List<List<JournalRecord>> appended = writeRun();
        byte[] whole = Files.readAllBytes(file());
        int damaged = 0;

        for (int at = 0; at < whole.length; at++) {
            for (int change : new int[] {0x01, 0x80}) {
                byte[] changed = whole.clone();
                changed[at] ^= (byte) change;
                Files.write(file(), changed);
                try {
                    requirePrefix(appended);
                } catch (DamagedJournal e) {
                    damaged++;
                    assertThat(e.position()).isBetween(0L, (long) at);
                    assertThatThrownBy(() -> journal.open(ID)).isInstanceOf(DamagedJournal.class);
                    assertThat(file()).hasBinaryContent(changed);
                }
            }
        }
        assertThat(damaged).isGreaterThan(whole.length / 2);
    }

    @Test
    void large_values_stand_in_files_of_their_own() throws IOException {
        TextNode large = new TextNode("ä\ud800".repeat(40_000));
        CallKey key = CallKey.of(CallPath.root().agent(0), Json.object().set("prompt", large));
        List<JournalRecord> records = List.of(
                new JournalRecord.CallStarted(key, 1, Json.object().set("prompt", large)),
                new JournalRecord.CallSettled(key, JournalRecord.Outcome.OK, large, null, 1, Spent.NOTHING),
                new JournalRecord.Log(large.textValue()),
                new JournalRecord.Log("x".repeat(64 * 1024 - 2)),
                new JournalRecord.Log("x".repeat(64 * 1024 - 1)));

        try (RunLog log = journal.begin(ID, RandomRecords.header())) {
            log.append(records);
        }

        assertThat(find().stream(1)).extracting(Recorded::record).isEqualTo(records);
        assertThat(file()).satisfies(file -> assertThat(Files.size(file)).isLessThan(70_000));
        try (Stream<Path> values = Files.list(values())) {
            assertThat(values).hasSize(3);
        }
    }

    @Test
    void a_script_of_the_longest_size_is_kept() {
        JournalRecord.Header header = new JournalRecord.Header(
                "n",
                "// ä\n".repeat(100_000),
                Json.array().add("x".repeat(100_000)),
                1,
                RandomRecords.header().terms());

        journal.begin(ID, header).close();

        assertThat(find().header()).isEqualTo(header);
        assertThat(journal.list()).extracting(RunInfo::name).containsExactly("n");
    }

    @Test
    void a_value_that_is_damaged_or_missing_is_named() throws IOException {
        try (RunLog log = journal.begin(ID, RandomRecords.header())) {
            log.append(List.of(new JournalRecord.Log("x".repeat(100_000))));
        }
        Path value;
        try (Stream<Path> values = Files.list(values())) {
            value = values.findFirst().orElseThrow();
        }
        Files.writeString(value, "\"y\"");
        assertThatThrownBy(() -> find().page(1, 1))
                .isInstanceOf(DamagedJournal.class)
                .hasMessageContaining(value.toString());
        assertThat(journal.list()).isEmpty();

        Files.delete(value);
        assertThatThrownBy(() -> find().page(1, 1))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("missing")
                .hasMessageContaining(value.getFileName().toString());
        assertThat(find().header()).isEqualTo(RandomRecords.header());
    }

    @Test
    void what_this_version_does_not_know_is_refused_by_name_and_place() throws IOException {
        String first =
                "{\"sequence\":0,\"at\":0,\"format\":1,\"run\":\"wf-1\",\"record\":{\"type\":\"log\",\"message\":\"\"}}";
        refused("run.log, record 0.format must be 1: 2", first.replace("\"format\":1", "\"format\":2"));
        refused("record 0.run must be \"wf-1\": \"wf-2\"", first.replace("wf-1", "wf-2"));
        refused("record 0.record must be a header", first);
        refused("record 0.record.type must be a type of record that this version knows", first.replace("log", "new"));
        refused(
                "record 0.record has an unknown field \"more\"",
                first.replace("\"message\"", "\"more\":1,\"message\""));
        refused("record 0.sequence must be 0: 1", first.replace(":0,\"at\"", ":1,\"at\""));
        refused("record 0 is not JSON", "{");
        refused("not the name of a value: ../x", first.replace("}}", "},\"aside\":{\"message\":\"../x\"}}"));
    }

    @Test
    void a_run_that_cannot_be_read_does_not_hide_the_others() throws IOException {
        writeRun();
        RunId second = RunId.of("wf-2");
        journal.begin(second, RandomRecords.header()).close();
        Files.createDirectories(folder.resolve("Not A Run"));
        Files.createFile(folder.resolve("Not A Run/run.log"));
        Files.createFile(folder.resolve("stray.txt"));
        byte[] bytes = Files.readAllBytes(file());
        bytes[12] ^= 1;
        Files.write(file(), bytes);

        assertThat(journal.list()).extracting(RunInfo::id).containsExactly(second);
    }

    @Test
    void only_the_owner_of_the_files_can_open_them() throws IOException {
        try (RunLog log = journal.begin(ID, RandomRecords.header())) {
            log.append(List.of(new JournalRecord.Log("x".repeat(100_000))));
        }

        try (Stream<Path> files = Files.walk(folder.resolve(ID.value()))) {
            for (Path file : files.toList()) {
                String mode = Files.isDirectory(file) ? "rwx------" : "rw-------";
                assertThat(Files.getPosixFilePermissions(file))
                        .as(file.toString())
                        .isEqualTo(PosixFilePermissions.fromString(mode));
            }
        }
    }

    @Test
    void nesting_is_refused_when_it_is_written_not_when_it_is_read() {
        try (RunLog log = journal.begin(ID, RandomRecords.header())) {
            for (int depth = 1_900; depth < 2_010; depth++) {
                String json = "[".repeat(depth) + "]".repeat(depth);
                long before = log.records().size();
                try {
                    var value = Json.exact().readTree(json);
                    log.append(List.of(
                            new JournalRecord.Read(CallPath.root().file(0), JournalRecord.ReadKind.GLOB, "x", value)));
                } catch (IOException | JournalException e) {
                    assertThat(log.records().size()).isEqualTo(before);
                }
            }
            assertThat(log.records().stream(0)).hasSizeGreaterThan(90);
        }
    }

    @Test
    void a_name_that_could_not_be_read_again_is_refused_when_it_is_written() {
        JournalRecord.Terms terms = new JournalRecord.Terms(Map.of("\ud800", "x"), Json.object(), "/home", "mimo", "1");
        assertThatThrownBy(() -> journal.begin(ID, new JournalRecord.Header("n", "s", null, 1, terms)))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("half a surrogate pair");

        try (RunLog log = journal.begin(ID, RandomRecords.header())) {
            JournalRecord.Child child = new JournalRecord.Child(
                    CallPath.root().workflow(0), "n", "s", Json.object().put("\udc00", 1));
            assertThatThrownBy(() -> log.append(List.of(new JournalRecord.Log("a"), child)))
                    .isInstanceOf(JournalException.class);
            assertThat(log.append(logs(1, 1))).isEqualTo(1);
        }
    }

    @Test
    void another_process_is_told_who_has_the_run() throws Exception {
        Process owner = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Owner.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(owner.getInputStream().read()).isEqualTo('!');
            RunBusy busy = catchThrowableOfType(RunBusy.class, () -> journal.open(ID));
            assertThat(busy).hasMessageContaining(Long.toString(owner.pid()));
            assertThat(recordsOf(find())).hasSize(2);
        } finally {
            owner.destroyForcibly().waitFor();
        }

        try (RunLog log = journal.open(ID)) {
            assertThat(log.append(logs(2, 1))).isEqualTo(2);
        }
    }

    /** Another process: begins a run and holds it until it is killed. */
    static final class Owner {

        private Owner() {}

        @SuppressWarnings("SystemOut")
        public static void main(String[] arguments) throws IOException {
            RunLog log = FileJournal.at(Path.of(arguments[0])).begin(ID, RandomRecords.header());
            log.append(logs(1, 1));
            System.out.write('!');
            System.out.flush();
            System.in.read();
        }
    }

    private List<List<JournalRecord>> writeRun() {
        List<List<JournalRecord>> appended = new ArrayList<>();
        try (RunLog log = journal.begin(ID, RandomRecords.header())) {
            appended.add(List.of(RandomRecords.header()));
            for (int seed = 0; seed < 4; seed++) {
                List<JournalRecord> batch = List.of(
                        new JournalRecord.Log("a" + seed),
                        new JournalRecord.Delivered(CallPath.root().agent(seed)));
                log.append(batch);
                appended.add(batch);
            }
        }
        return appended;
    }

    /** Says how many whole appends the file holds; fails when it holds anything else. */
    private int requirePrefix(List<List<JournalRecord>> appended) {
        RunRecords found = journal.find(ID);
        List<JournalRecord> records = found == null ? List.of() : recordsOf(found);
        List<JournalRecord> expected = new ArrayList<>();
        int batches = 0;
        while (expected.size() < records.size()) {
            expected.addAll(appended.get(batches++));
        }
        assertThat(records).isEqualTo(expected);
        return batches;
    }

    private void refused(String message, String line) throws IOException {
        Files.createDirectories(file().getParent());
        Files.deleteIfExists(file());
        try (RecordLog log = RecordLog.open(file(), RecordLog.Durability.FLUSH)) {
            log.append(List.of(line.getBytes(StandardCharsets.UTF_8)));
        }
        assertThatThrownBy(() -> journal.open(ID))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining(message);
        assertThatThrownBy(() -> find().header())
                .isInstanceOf(JournalException.class)
                .hasMessageContaining(message);
    }

    private Path file() {
        return folder.resolve("wf-1").resolve("run.log");
    }

    private Path values() {
        return folder.resolve("wf-1").resolve("values");
    }
}
