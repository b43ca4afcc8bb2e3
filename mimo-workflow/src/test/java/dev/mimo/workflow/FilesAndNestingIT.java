package dev.mimo.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.mimo.model.Json;
import dev.mimo.workflow.journal.InMemoryJournal;
import dev.mimo.workflow.journal.Journal;
import dev.mimo.workflow.journal.JournalRecord;
import dev.mimo.workflow.journal.JournalRecord.Status;
import dev.mimo.workflow.journal.Recorded;
import dev.mimo.workflow.journal.RunId;
import dev.mimo.workflow.journal.RunLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts that read and write files, set timers and nest, cut off and taken up. */
class FilesAndNestingIT {

    private static final RunId RUN = RunId.of("run-1");

    private static final String INNER = """
            export const meta = { name: 'inner', description: 'writes what it is told' };
            phase('Inner');
            const text = await agent('text for ' + args.file, { label: args.file });
            await writeFile('out/' + args.file, text);
            log('wrote ' + args.file);
            return (await readFile('out/' + args.file)).length;
            """;

    private static final String OUTER = """
            export const meta = { name: 'outer', description: 'everything at once' };
            phase('Write');
            const inner = `INNER`;
            const before = await exists('out/a.md');
            const lengths = await parallel(['a.md', 'b.md', 'c.md'].map(file => () => workflow(inner, { file })));
            phase('Wait');
            const first = await Promise.race([
              new Promise(done => setTimeout(() => done('timer'), 1)),
              agent('slow'),
            ]);
            const state = JSON.parse(await readFile('state.json') ?? '{"runs":0}');
            await writeFile('state.json', JSON.stringify({ runs: state.runs + 1 }));
            try { await workflow('nowhere'); } catch (e) { log(e.message); }
            return { before, lengths, first, files: await glob('**/*.md'), runs: state.runs, dice: Math.random() };
            """.replace("INNER", INNER.replace("\n", "\\n"));

    @TempDir
    Path workspace;

    private final AtomicInteger launched = new AtomicInteger();
    private final List<WorkflowEvent> events = new CopyOnWriteArrayList<>();

    @Test
    void a_run_with_files_timers_and_nested_runs_reaches_the_same_end_from_any_record() throws Exception {
        Journal whole = new InMemoryJournal();
        WorkflowResult first = run(whole);
        assertThat(first.fault()).isNull();
        List<Recorded> records = whole.find(RUN).stream(0).toList();
        for (int cut = records.size() - 1; cut > 0; cut--) {
            List<Recorded> left = records.subList(0, cut);
            restore(left);
            events.clear();
            WorkflowResult again = resume(copy(left));

            assertThat(again.fault()).as("cut at %d", cut).isNull();
            assertThat(without(again)).as("cut at %d", cut).isEqualTo(without(first));
            assertThat(events).as("cut at %d", cut).noneMatch(WorkflowEvent.Diverged.class::isInstance);
        }
        assertThat(Files.readString(workspace.resolve("state.json"))).isEqualTo("{\"runs\":1}");
    }

    @Test
    void what_a_pass_logs_again_is_in_the_journal_once() throws Exception {
        Journal journal = new InMemoryJournal();
        WorkflowResult first = run(journal);
        long size = journal.find(RUN).size();

        WorkflowResult again = resume(journal);

        assertThat(again.value()).isEqualTo(first.value());
        assertThat(journal.find(RUN).stream(size).map(Recorded::record))
                .allMatch(record -> record instanceof JournalRecord.Resume || record instanceof JournalRecord.Terminal);
        assertThat(launched).hasValue(4);
    }

    @Test
    void a_file_that_somebody_else_changed_is_a_difference_from_the_journal() throws Exception {
        Journal journal = new InMemoryJournal();
        run(journal);
        Files.writeString(workspace.resolve("out/b.md"), "mine");

        resume(journal);

        assertThat(events)
                .filteredOn(WorkflowEvent.Diverged.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(
                        WorkflowEvent.Diverged.class,
                        diverged -> assertThat(diverged.expected()).contains("out/b.md"));
        assertThat(workspace.resolve("out/b.md")).hasContent("mine");
    }

    @Test
    void a_recorded_run_is_replayed_without_models_and_files() throws Exception {
        Journal journal = new InMemoryJournal();
        WorkflowResult first = run(journal);
        try (Stream<Path> all = Files.walk(workspace)) {
            all.sorted(java.util.Comparator.reverseOrder())
                    .filter(path -> !path.equals(workspace))
                    .forEach(FilesAndNestingIT::delete);
        }

        WorkflowReplay replay = WorkflowReplay.of(journal.find(RUN));

        assertThat(replay.run().value()).isEqualTo(first.value());
        assertThat(replay.with(WorkflowScript.of(OUTER.replace("agent('slow')", "agent('quick')")))
                        .run()
                        .fault()
                        .message())
                .contains("slow")
                .contains("quick");
        assertThat(Files.exists(workspace.resolve("state.json"))).isFalse();
    }

    @Test
    void a_run_without_answers_cannot_be_replayed_offline_and_says_which() throws Exception {
        Journal whole = new InMemoryJournal();
        run(whole);
        List<Recorded> records = whole.find(RUN).stream(0).toList();

        WorkflowResult result =
                WorkflowReplay.of(copy(records.subList(0, 1)).find(RUN)).run();

        assertThat(result.status()).isEqualTo(Status.FAILED);
        assertThat(result.fault().message()).contains("exists");
    }

    @Test
    void files_outside_of_the_workspace_cannot_be_reached() throws Exception {
        Path secret = Files.createTempFile("outside", ".txt");
        Files.createSymbolicLink(workspace.resolve("link"), secret);
        try (WorkflowEngine engine = engine(new InMemoryJournal())) {
            WorkflowResult result = engine.run("export const meta = {name: 'n', description: 'd'};\n"
                    + "const said = []; for (const path of ['../x', 'link', " + TextNode.valueOf(secret.toString())
                    + ", '~/x'])"
                    + " for (const call of [() => readFile(path), () => writeFile(path, 'x'), () => exists(path)])"
                    + " try { await call(); said.push(path) } catch (e) { }\n return said");

            assertThat(Json.write(result.value())).isEqualTo("[]");
        } finally {
            Files.delete(secret);
        }
    }

    private static com.fasterxml.jackson.databind.JsonNode without(WorkflowResult result) {
        return ((com.fasterxml.jackson.databind.node.ObjectNode) result.value().deepCopy()).without("first");
    }

    /** The workspace as it was when the last of these records was written. */
    private void restore(List<Recorded> records) throws IOException {
        for (String file : List.of("out/a.md", "out/b.md", "out/c.md", "state.json")) {
            boolean written = records.stream()
                    .map(Recorded::record)
                    .anyMatch(record -> record instanceof JournalRecord.Write write
                            && write.target().equals(file));
            if (!written) {
                Files.deleteIfExists(workspace.resolve(file));
            }
        }
    }

    private WorkflowResult run(Journal journal) throws InterruptedException {
        try (WorkflowEngine engine = engine(journal)) {
            return engine.start(
                            WorkflowScript.of(OUTER), null, RunOptions.none().withId(RUN))
                    .await();
        }
    }

    private WorkflowResult resume(Journal journal) throws InterruptedException {
        try (WorkflowEngine engine = engine(journal)) {
            return engine.resume(RUN).await();
        }
    }

    private WorkflowEngine engine(Journal journal) {
        return WorkflowEngine.builder()
                .journal(journal)
                .workspace(workspace)
                .launcher((call, scope) -> {
                    launched.incrementAndGet();
                    return CallResult.ok(call.prompt() + "!");
                })
                .events(event -> events.add((WorkflowEvent) event))
                .build();
    }

    private static Journal copy(List<Recorded> records) {
        Journal journal = new InMemoryJournal();
        try (RunLog log =
                journal.begin(RUN, (JournalRecord.Header) records.get(0).record())) {
            if (records.size() > 1) {
                log.append(records.stream().skip(1).map(Recorded::record).toList());
            }
        }
        return journal;
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
