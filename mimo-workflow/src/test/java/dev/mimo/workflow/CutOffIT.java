package dev.mimo.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.environment.RecordLog.Durability;
import dev.mimo.workflow.journal.FileJournal;
import dev.mimo.workflow.journal.Journal;
import dev.mimo.workflow.journal.JournalException;
import dev.mimo.workflow.journal.JournalRecord;
import dev.mimo.workflow.journal.JournalRecord.Status;
import dev.mimo.workflow.journal.Recorded;
import dev.mimo.workflow.journal.RunId;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs on a real disk that are cut off by a disk that refuses, and by a kill of their process. */
class CutOffIT {

    static final RunId RUN = RunId.of("run-1");

    /** 61 calls: three stages for 12 items, three votes each whose prompts are the same, and a summary. */
    static final WorkflowScript SCRIPT = WorkflowScript.of("""
            export const meta = { name: 'fan-out', description: 'a fan-out' };
            const items = Array.from({ length: 12 }, (_, i) => 'item ' + i);
            const found = await pipeline(items,
              item => agent('find ' + item),
              found => agent('check ' + found),
              async checked => checked + (await parallel([1, 2, 3].map(() => () => agent('vote')))).join('+'));
            return agent('sum up ' + found.join(', '));
            """);

    @TempDir
    Path folder;

    private String expected;
    private int records;

    @BeforeEach
    void run_it_once() throws Exception {
        Journal journal = FileJournal.at(folder.resolve("whole"), Durability.FLUSH, Clock.systemUTC());
        try (WorkflowEngine engine = engine(journal, new ConcurrentLinkedQueue<>())) {
            expected =
                    String.valueOf(engine.start(SCRIPT, null, RunOptions.none().withId(RUN))
                            .await()
                            .value());
        }
        records = (int) journal.find(RUN).size();
    }

    @Test
    void a_disk_that_refuses_at_any_record_loses_nothing_of_what_it_took() throws Exception {
        for (int cut = 1; cut < records; cut += 12) {
            Path runs = folder.resolve("refused-" + cut);
            Journal journal = FileJournal.at(runs, Durability.FLUSH, Clock.systemUTC());
            CutJournal refusing = new CutJournal(journal, cut, () -> {
                throw new JournalException("no space left on device", null);
            });
            try (WorkflowEngine engine = engine(refusing, new ConcurrentLinkedQueue<>())) {
                WorkflowResult result = engine.start(
                                SCRIPT, null, RunOptions.none().withId(RUN))
                        .await();
                assertThat(result.status()).isEqualTo(Status.FAILED);
                assertThat(result.fault().message()).contains("no space left");
            }
            resumeAndCompare(journal, "refused at " + cut);
        }
    }

    @Test
    void a_process_that_is_killed_at_five_records_loses_nothing() {
        killAndResume(Math.max(1, records / 5));
    }

    @Test
    @Tag("crash")
    void a_process_that_is_killed_at_any_record_loses_nothing() {
        killAndResume(1);
    }

    /** Processes are killed side by side: most of their time they start. */
    private void killAndResume(int step) {
        IntStream.range(0, (records - 1 + step - 1) / step).parallel().forEach(i -> {
            try {
                killOneAndResume(1 + i * step);
            } catch (Exception e) {
                throw new AssertionError("cut at " + (1 + i * step), e);
            }
        });
    }

    private void killOneAndResume(int cut) throws Exception {
        Path runs = folder.resolve("killed-" + cut);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CutOffIT.class.getName(),
                        runs.toString(),
                        Integer.toString(cut))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(process.getInputStream().read())
                    .as("the process reached record %d", cut)
                    .isEqualTo('.');
        } finally {
            process.destroyForcibly().waitFor();
        }
        resumeAndCompare(FileJournal.at(runs, Durability.FLUSH, Clock.systemUTC()), "killed at " + cut);
    }

    private void resumeAndCompare(Journal journal, String how) throws Exception {
        Set<String> settled = new HashSet<>();
        for (Recorded recorded : journal.find(RUN).stream(0).toList()) {
            if (recorded.record() instanceof JournalRecord.CallSettled end) {
                settled.add(end.key().path().value());
            }
        }
        ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
        try (WorkflowEngine engine = engine(journal, asked)) {
            WorkflowResult result = engine.resume(RUN).await();
            assertThat(result.fault()).as(how).isNull();
            assertThat(String.valueOf(result.value())).as(how).isEqualTo(expected);
        }
        assertThat(asked).as(how).doesNotHaveDuplicates().noneMatch(settled::contains);
        assertThat(asked.size() + settled.size()).as(how).isEqualTo(61);
    }

    private static WorkflowEngine engine(Journal journal, ConcurrentLinkedQueue<String> asked) {
        return WorkflowEngine.builder()
                .journal(journal)
                .launcher((call, scope) -> {
                    asked.add(call.path().value());
                    return CallResult.ok(
                            call.prompt().equals("vote") ? call.path().value() : call.prompt() + "!");
                })
                .build();
    }

    /** Runs in a process of its own until so many records are written, says so, and waits to be killed. */
    public static void main(String[] arguments) throws Exception {
        Journal journal = FileJournal.at(Path.of(arguments[0]), Durability.FLUSH, Clock.systemUTC());
        CutJournal cut = new CutJournal(journal, Integer.parseInt(arguments[1]), CutOffIT::awaitKill);
        try (WorkflowEngine engine = engine(cut, new ConcurrentLinkedQueue<>())) {
            engine.start(SCRIPT, null, RunOptions.none().withId(RUN)).await();
        }
    }

    private static void awaitKill() {
        System.out.print('.');
        System.out.flush();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
