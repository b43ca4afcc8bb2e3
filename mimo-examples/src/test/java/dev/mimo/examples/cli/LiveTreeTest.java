package dev.mimo.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.examples.terminal.Terminal;
import dev.mimo.testing.ManualClock;
import dev.mimo.workflow.AgentLauncher;
import dev.mimo.workflow.CallResult;
import dev.mimo.workflow.RunOptions;
import dev.mimo.workflow.WorkflowEngine;
import dev.mimo.workflow.WorkflowEvent;
import dev.mimo.workflow.WorkflowResult;
import dev.mimo.workflow.WorkflowScript;
import dev.mimo.workflow.journal.InMemoryJournal;
import dev.mimo.workflow.journal.RunId;
import dev.mimo.workflow.journal.RunRecords;
import dev.mimo.workflow.tree.RunTree;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LiveTreeTest {

    private static final RunId ID = RunId.of("wf-1");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Terminal terminal = Terminal.of(new PrintStream(out, true, StandardCharsets.UTF_8), true, 60);
    private final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final InMemoryJournal journal = new InMemoryJournal(clock);
    private final LiveTree live = new LiveTree(terminal, this::tree, clock);

    @Test
    void a_tree_is_drawn_over_the_one_before() throws Exception {
        run("return await agent('look')", (call, scope) -> {
            live.look();
            return CallResult.ok("seen");
        });

        String plain = plain();
        assertThat(plain).containsSubsequence("● check · running", "● look", "<up 3>", "✔ check · completed", "✔ look");
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("\u001b[3A\r\u001b[J");
    }

    @Test
    void what_the_script_says_stays_above_the_tree() throws Exception {
        run("log('hello \\u001b[2J'); await agent('look'); log('bye'); return 1", (call, scope) -> {
            live.look();
            return CallResult.ok("seen");
        });

        assertThat(plain())
                .containsSubsequence("· hello \\u{1b}[2J\n", "● check · running", "<up 3>", "· bye\n", "✔ check");
    }

    @Test
    void a_large_run_is_drawn_on_few_lines_while_it_is_at_work() throws Exception {
        run("return (await parallel([...Array(100).keys()].map(i => () => agent('p' + i)))).length", (call, scope) -> {
            if (call.number() == 60) {
                live.look();
            }
            return CallResult.ok("seen");
        });

        assertThat(plain().split("<up ")[0].lines())
                .hasSizeLessThanOrEqualTo(20)
                .anyMatch(line -> line.contains("more"));
    }

    private void run(String body, AgentLauncher launcher) throws InterruptedException {
        String source = "export const meta = { name: 'check', description: 'Checks.' }\n" + body;
        try (WorkflowEngine engine =
                WorkflowEngine.builder().journal(journal).launcher(launcher).build()) {
            RunOptions options = RunOptions.none().withId(ID).withEvents(event -> {
                if (event instanceof WorkflowEvent.Logged) {
                    live.emit(event);
                }
            });
            WorkflowResult result =
                    engine.start(WorkflowScript.of(source), null, options).await();
            assertThat(result.fault()).isNull();
            live.end(result);
        }
    }

    private RunTree tree() {
        RunRecords records = Objects.requireNonNull(journal.find(ID));
        return RunTree.of(ID, records);
    }

    /** What was printed, without colours, and with moves of the cursor in words. */
    private String plain() {
        return out.toString(StandardCharsets.UTF_8)
                .replaceAll("\u001b\\[(\\d+)A\r\u001b\\[J", "<up $1>")
                .replaceAll("\u001b\\[[0-9]+m", "");
    }
}
