package dev.mimo.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.workflow.journal.InMemoryJournal;
import dev.mimo.workflow.journal.JournalRecord;
import dev.mimo.workflow.journal.JournalRecord.Status;
import dev.mimo.workflow.journal.Recorded;
import dev.mimo.workflow.journal.RunId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Scripts that run in a process of their own. */
class OwnProcessIT {

    private static final WorkflowScript SCRIPT = WorkflowScript.of("""
            export const meta = { name: 'outer', description: 'nests' };
            const inner = `export const meta = { name: 'inner', description: 'asks' }; return agent('inner ' + args)`;
            const found = await pipeline([1, 2, 3], n => agent('first ' + n), text => workflow(inner, text));
            return [found, Math.random(), new Date(0).toISOString()];
            """);

    @Test
    void a_script_writes_the_same_journal_wherever_it_runs() throws Exception {
        List<List<JournalRecord>> journals = new ArrayList<>();
        for (boolean apart : new boolean[] {false, true}) {
            InMemoryJournal journal = new InMemoryJournal();
            try (WorkflowEngine engine = WorkflowEngine.builder()
                    .journal(journal)
                    .caps(Caps.defaults().withConcurrent(1))
                    .launcher((call, scope) -> CallResult.ok(call.prompt() + "!"))
                    .ownProcess(script -> apart)
                    .build()) {
                WorkflowResult result = engine.start(
                                SCRIPT, null, RunOptions.none().withId(RunId.of("run-1")))
                        .await();
                assertThat(result.fault()).isNull();
                assertThat(engine.resume(result.run()).await().launched()).isZero();
            }
            journals.add(journal.find(RunId.of("run-1")).stream(0)
                    .map(Recorded::record)
                    .toList());
        }

        assertThat(journals.get(1)).isEqualTo(journals.get(0));
    }

    @Test
    void a_nested_script_nobody_vouches_for_is_kept_out_of_the_process_and_ended_with_the_run() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        try (WorkflowEngine engine = WorkflowEngine.builder()
                .launcher((call, scope) -> {
                    begun.countDown();
                    new CountDownLatch(1).await();
                    return CallResult.ok("never");
                })
                .ownProcess(script -> script.meta().name().equals("inner"))
                .build()) {
            WorkflowRun run = engine.start(
                    WorkflowScript.of(SCRIPT.source().replace("n => agent('first ' + n)", "n => n")), null);
            begun.await();
            assertThat(ProcessHandle.current().children()).isNotEmpty();

            run.cancel("enough");

            assertThat(run.await().status()).isEqualTo(Status.CANCELLED);
        }
        ProcessHandle.current().children().forEach(child -> child.onExit().join());
    }
}
