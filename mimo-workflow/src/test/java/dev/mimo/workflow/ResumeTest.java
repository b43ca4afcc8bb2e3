package dev.mimo.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.workflow.journal.InMemoryJournal;
import dev.mimo.workflow.journal.Journal;
import dev.mimo.workflow.journal.JournalRecord;
import dev.mimo.workflow.journal.JournalRecord.Divergence;
import dev.mimo.workflow.journal.JournalRecord.Status;
import dev.mimo.workflow.journal.Recorded;
import dev.mimo.workflow.journal.RunId;
import dev.mimo.workflow.journal.RunLog;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Runs that go on from what an earlier pass left. */
class ResumeTest {

    private static final RunId RUN = RunId.of("run-1");

    /** 12 items in three stages, each with three votes whose prompts are the same, and a summary: 61 calls. */
    private static final String FAN_OUT = """
            export const meta = { name: 'fan-out', description: 'a fan-out' };
            const items = Array.from({ length: 12 }, (_, i) => 'item ' + i);
            const found = await pipeline(items,
              item => agent('find ' + item),
              found => agent('check ' + found),
              async found => {
                const votes = await parallel([1, 2, 3].map(() => () => agent('vote')));
                return found + ':' + votes.join('+');
              });
            return agent('sum up ' + found.join(', '));
            """;

    /** What comes first decides for the others. */
    private static final String FIRST_WINS = """
            export const meta = { name: 'first-wins', description: 'order matters' };
            const seen = new Set();
            await pipeline(Array.from({ length: 20 }, (_, i) => i), i => agent('key ' + i), key => {
              if (seen.has(key)) return null;
              seen.add(key);
              return agent('work on ' + key + ' as number ' + seen.size);
            });
            return [...seen].join();
            """;

    private final Map<String, List<String>> asked = new ConcurrentHashMap<>();
    private final List<WorkflowEvent> events = new CopyOnWriteArrayList<>();

    @Test
    void a_run_that_completed_is_told_again_without_an_agent() throws Exception {
        Journal journal = new InMemoryJournal();
        JsonNode first = run(journal, FAN_OUT).value();
        asked.clear();

        WorkflowResult again = resume(journal, Resumption.usual());

        assertThat(again.value()).isEqualTo(first);
        assertThat(asked).isEmpty();
        assertThat(again.launched()).isZero();
        assertThat(again.agents()).isEqualTo(61);
    }

    @Test
    void cut_at_any_record_it_reaches_the_same_end_and_repeats_no_call() throws Exception {
        Journal whole = new InMemoryJournal();
        WorkflowResult first = run(whole, FAN_OUT);
        List<Recorded> records = whole.find(RUN).stream(0).toList();
        for (int cut = 1; cut < records.size(); cut++) {
            asked.clear();
            Journal journal = copy(records.subList(0, cut));
            List<String> settled = records.subList(0, cut).stream()
                    .map(Recorded::record)
                    .filter(JournalRecord.CallSettled.class::isInstance)
                    .map(record ->
                            ((JournalRecord.CallSettled) record).key().path().value())
                    .toList();

            WorkflowResult result = resume(journal, Resumption.usual());

            assertThat(result.fault()).as("cut at %d", cut).isNull();
            assertThat(result.value()).as("cut at %d", cut).isEqualTo(first.value());
            assertThat(asked.keySet()).as("cut at %d", cut).noneMatch(settled::contains);
            assertThat(asked.size() + settled.size()).as("cut at %d", cut).isEqualTo(61);
        }
        assertThat(events).noneMatch(WorkflowEvent.Diverged.class::isInstance);
    }

    @Test
    void a_script_in_which_order_decides_is_told_in_the_same_order() throws Exception {
        Journal whole = new InMemoryJournal();
        WorkflowResult first = run(whole, FIRST_WINS);
        List<Recorded> records = whole.find(RUN).stream(0).toList();
        for (int cut = records.size() - 1; cut > 1; cut -= 6) {
            asked.clear();
            Journal journal = copy(records.subList(0, cut));
            WorkflowResult second = resume(journal, Resumption.usual());
            WorkflowResult third = resume(journal, Resumption.usual());

            assertThat(second.fault()).isNull();
            assertThat(third.value()).as("cut at %d", cut).isEqualTo(second.value());
            assertThat(third.launched()).as("cut at %d", cut).isZero();
        }
        asked.clear();
        assertThat(resume(whole, Resumption.usual()).value()).isEqualTo(first.value());
        assertThat(asked).isEmpty();
    }

    @Test
    void an_edited_prompt_is_done_again_with_what_depends_on_it_and_nothing_else() throws Exception {
        Journal journal = new InMemoryJournal();
        run(journal, FAN_OUT);
        asked.clear();
        String edited =
                FAN_OUT.replace("agent('find ' + item)", "agent((item === 'item 7' ? 'seek ' : 'find ') + item)");

        WorkflowResult result = resume(journal, Resumption.usual().withScript(WorkflowScript.of(edited)));

        assertThat(result.isCompleted()).isTrue();
        assertThat(asked.keySet()).containsExactlyInAnyOrder("r/L0.7.0#0", "r/L0.7.1#0", "r#0");
        assertThat(events).filteredOn(WorkflowEvent.Diverged.class::isInstance).hasSize(1);
        asked.clear();
        assertThat(resume(journal, Resumption.usual()).value()).isEqualTo(result.value());
        assertThat(asked).isEmpty();
    }

    @Test
    void a_call_put_before_others_leaves_them_done() throws Exception {
        Journal journal = new InMemoryJournal();
        String script =
                "export const meta = {name: 'n', description: 'd'};\nconst a = await agent('a'); const b = await agent('b'); return a + b;";
        run(journal, script);
        asked.clear();

        resume(
                journal,
                Resumption.usual()
                        .withScript(WorkflowScript.of(script.replace("const a", "await agent('new'); const a"))));

        assertThat(asked.values()).containsExactly(List.of("new"));
    }

    @Test
    void of_102_calls_the_two_that_failed_are_done_again() throws Exception {
        Journal journal = new InMemoryJournal();
        String script = "export const meta = {name: 'n', description: 'd'};\n"
                + "return (await parallel(Array.from({length: 102}, (_, i) => () => agent('call ' + i)))).filter(Boolean).length";
        WorkflowResult first = run(
                journal, script, call -> call.prompt().matches("call (7|90)") ? CallResult.failed("no") : answer(call));
        assertThat(first.value().asInt()).isEqualTo(100);
        asked.clear();

        WorkflowResult kept = resume(journal, Resumption.usual().keepingFailures());
        assertThat(kept.value().asInt()).isEqualTo(100);
        assertThat(asked).isEmpty();

        WorkflowResult second = resume(journal, Resumption.usual());
        assertThat(second.value().asInt()).isEqualTo(102);
        assertThat(asked).hasSize(2);
    }

    @Test
    void a_run_that_must_not_differ_from_its_journal_fails_at_the_first_call_that_does() throws Exception {
        Journal journal = new InMemoryJournal();
        run(journal, FAN_OUT);

        WorkflowResult result = resume(
                journal,
                Resumption.usual()
                        .withScript(WorkflowScript.of(FAN_OUT.replace("'find '", "'seek '")))
                        .onDivergence(Divergence.FAIL));

        assertThat(result.status()).isEqualTo(Status.FAILED);
        assertThat(result.fault().message())
                .contains("r/L0.0.0#0")
                .contains("find item 0")
                .contains("seek item 0");
    }

    @Test
    void a_call_without_an_end_is_said_to_be_in_doubt_before_it_is_done_again() throws Exception {
        Journal whole = new InMemoryJournal();
        run(whole, FAN_OUT);
        List<Recorded> records = whole.find(RUN).stream(0).toList();
        int started = 0;
        while (!(records.get(started).record() instanceof JournalRecord.CallStarted)) {
            started++;
        }
        resume(copy(records.subList(0, started + 1)), Resumption.usual());

        assertThat(events)
                .filteredOn(WorkflowEvent.CallInDoubt.class::isInstance)
                .hasSize(1);
    }

    @Test
    void two_runs_with_the_same_name_and_answers_write_the_same_journal() throws Exception {
        List<List<JournalRecord>> journals = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Journal journal = new InMemoryJournal();
            try (WorkflowEngine engine = engine(journal, this::answer)) {
                engine.start(
                                WorkflowScript.of(FAN_OUT.replace("'sum up '", "Math.random() + 'sum up '")),
                                null,
                                RunOptions.none()
                                        .withId(RUN)
                                        .withCaps(Caps.defaults().withConcurrent(1)))
                        .await();
            }
            journals.add(journal.find(RUN).stream(0).map(Recorded::record).toList());
        }

        assertThat(journals.get(0)).isEqualTo(journals.get(1));
    }

    private WorkflowResult run(Journal journal, String script) throws InterruptedException {
        return run(journal, script, this::answer);
    }

    private WorkflowResult run(
            Journal journal, String script, java.util.function.Function<AgentCall, CallResult> answers)
            throws InterruptedException {
        try (WorkflowEngine engine = engine(journal, answers)) {
            return engine.start(
                            WorkflowScript.of(script), null, RunOptions.none().withId(RUN))
                    .await();
        }
    }

    private WorkflowResult resume(Journal journal, Resumption how) throws InterruptedException {
        try (WorkflowEngine engine = engine(journal, this::answer)) {
            return engine.resume(RUN, how, RunOptions.none()).await();
        }
    }

    private WorkflowEngine engine(Journal journal, java.util.function.Function<AgentCall, CallResult> answers) {
        return WorkflowEngine.builder()
                .journal(journal)
                .launcher((call, scope) -> {
                    asked.computeIfAbsent(call.path().value(), path -> Collections.synchronizedList(new ArrayList<>()))
                            .add(call.prompt());
                    return answers.apply(call);
                })
                .events(event -> events.add((WorkflowEvent) event))
                .build();
    }

    /** Keys repeat; a vote says where it was asked for, so that one at a wrong place would be seen. */
    private CallResult answer(AgentCall call) {
        if (call.prompt().startsWith("key ")) {
            return CallResult.ok("key" + Integer.parseInt(call.prompt().substring(4)) % 7);
        }
        return CallResult.ok(call.prompt().equals("vote") ? call.path().value() : call.prompt() + "!");
    }

    private static Journal copy(List<Recorded> records) {
        Journal journal = new InMemoryJournal();
        try (RunLog log =
                journal.begin(RUN, (JournalRecord.Header) records.get(0).record())) {
            log.append(records.stream().skip(1).map(Recorded::record).toList());
        }
        return journal;
    }
}
