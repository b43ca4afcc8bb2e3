package dev.mimo.workflow.tree;

import static dev.mimo.workflow.tree.WrittenRun.r;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.model.Cost;
import dev.mimo.model.Json;
import dev.mimo.workflow.journal.CallPath;
import dev.mimo.workflow.journal.JournalRecord;
import dev.mimo.workflow.journal.JournalRecord.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RunTreeTest {

    private final WrittenRun run = new WrittenRun("review");

    @Test
    void a_run_that_has_only_begun_is_running() {
        RunTree tree = run.tree();

        assertThat(tree.status()).isEqualTo(RunTree.Status.RUNNING);
        assertThat(tree.name()).isEqualTo("review");
        assertThat(tree.id()).isEqualTo(WrittenRun.ID);
        assertThat(tree.nodes()).isEmpty();
        assertThat(tree.begun()).isEqualTo(WrittenRun.BEGIN);
    }

    @Test
    void the_end_of_a_run_is_the_status_of_its_tree() {
        assertThat(run.cutOff().status()).isEqualTo(RunTree.Status.CUT_OFF);
        assertThat(run.ended(JournalRecord.Status.CANCELLED, "enough").tree().status())
                .isEqualTo(RunTree.Status.CANCELLED);
        assertThat(run.resume(2).tree().status()).isEqualTo(RunTree.Status.RUNNING);
        assertThat(run.ended(JournalRecord.Status.FAILED, "x is null").tree().status())
                .isEqualTo(RunTree.Status.FAILED);
        assertThat(run.resume(3).completed().cutOff().status()).isEqualTo(RunTree.Status.COMPLETED);
    }

    @Test
    void calls_stand_in_the_phase_they_name_else_in_the_one_the_script_has_reached() {
        run.start(r().agent(0), "scout").phase("Find").start(r().agent(1), "find");
        run.start(r().agent(2), Json.object().put("prompt", "p").put("phase", "Verify"), 1);
        run.phase("Verify").start(r().agent(3), "verify");

        assertThat(outline(run.tree().nodes())).isEqualTo("r#0 Find[r#1] Verify[r#2 r#3]");
    }

    @Test
    void slots_items_and_agents_stand_in_the_order_of_the_script() {
        CallPath late = r().parallel(0, 10).agent(0);
        run.start(late, "late")
                .start(r().parallel(0, 2).agent(1), "b")
                .start(r().parallel(0, 2).agent(0), "a");
        run.start(r().pipeline(0, 1, 1).agent(0), "second stage")
                .start(r().pipeline(0, 1, 0).agent(0), "first stage");
        run.start(r().dag(0, "b.c d").agent(0), "node");

        assertThat(outline(run.tree().nodes()))
                .isEqualTo("r/P0[slot 2[r/P0.2#0 r/P0.2#1] slot 10[r/P0.10#0]]"
                        + " r/L0[item 1[r/L0.1.0#0 r/L0.1.1#0]] r/D0[b.c d[r/D0.b%002ec%0020d#0]]");
    }

    @Test
    void a_group_stands_in_each_phase_of_its_agents() {
        for (int stage = 0; stage < 2; stage++) {
            run.start(
                    r().pipeline(0, 0, stage).agent(0),
                    Json.object().put("prompt", "p").put("phase", "Stage " + stage),
                    1);
        }

        assertThat(outline(run.tree().nodes()))
                .isEqualTo("Stage 0[r/L0[item 0[r/L0.0.0#0]]] Stage 1[r/L0[item 0[r/L0.0.1#0]]]");
    }

    @Test
    void a_nested_run_stands_in_the_phase_that_it_began_in() {
        CallPath nested = r().parallel(0, 1).workflow(0);
        run.phase("Deep").child(nested, "fact-check").phase("Later");
        run.start(nested.agent(0), "inner");
        run.start(nested.agent(1), Json.object().put("prompt", "p").put("phase", "Vote"), 1);
        run.child(nested.workflow(0), "deeper").start(nested.workflow(0).agent(0), "innermost");

        assertThat(outline(run.tree().nodes()))
                .isEqualTo("Deep[r/P0[slot 1[fact-check[r/P0.1/W0#0 Vote[r/P0.1/W0#1] deeper[r/P0.1/W0/W0#0]]]]]"
                        + " Later[]");
    }

    @Test
    void an_agent_tells_what_was_asked_and_what_it_took() {
        CallPath path = r().agent(0);
        run.seconds(5)
                .start(
                        path,
                        Json.object()
                                .put("prompt", "Look at it")
                                .put("model", "sonnet")
                                .put("agentType", "reviewer"),
                        1);
        run.seconds(7).ok(path).completed();

        RunNode.Agent agent = agents(run.tree()).get(0);

        assertThat(agent.name()).isEqualTo("Look at it");
        assertThat(agent.asked()).isEqualTo(new RunNode.Asked(null, "Look at it", null, "sonnet", "reviewer"));
        assertThat(agent.state()).isEqualTo(RunNode.State.OK);
        assertThat(agent.work().settled()).isEqualTo(agent.work().started().plusSeconds(7));
        assertThat(run.tree().totals().spent().cost()).isEqualTo(Cost.usd("0.01"));
        assertThat(run.tree().worked()).isEqualTo(Duration.ofSeconds(12));
    }

    @Test
    void every_way_to_end_is_counted() {
        run.start(r().agent(0), "a").failed(r().agent(0), "no answer");
        run.start(r().agent(1), "b").settle(r().agent(1), Outcome.TIMEOUT, "180 s");
        run.settle(r().agent(2), Outcome.SKIPPED, "the user said so");
        run.start(r().agent(3), "d").ok(r().agent(3)).start(r().agent(4), "e");

        Totals running = run.tree().totals();
        Totals left = run.cutOff().totals();

        assertThat(running).isEqualTo(new Totals(5, 1, 2, 1, 1, 0, running.spent()));
        assertThat(left).isEqualTo(new Totals(5, 1, 2, 1, 0, 1, left.spent()));
        assertThat(agents(run.tree()).get(2).name()).isEqualTo("r#2");
    }

    @Test
    void a_resumed_run_replays_what_went_well_and_asks_the_rest_again() {
        run.start(r().agent(0), "a").ok(r().agent(0)).start(r().agent(1), "b").failed(r().agent(1), "no answer");
        run.start(r().agent(2), "c");
        run.after(Duration.ofDays(2))
                .resume(2)
                .seconds(1)
                .start(r().agent(1), "b")
                .seconds(4)
                .ok(r().agent(1));

        List<RunNode.Agent> agents = agents(run.tree());

        assertThat(agents.get(0).work().replayed()).isTrue();
        assertThat(agents.get(1).work().replayed()).isFalse();
        assertThat(agents.get(1).state()).isEqualTo(RunNode.State.OK);
        assertThat(agents.get(1).reason()).isNull();
        assertThat(agents.get(1).work().started())
                .isEqualTo(WrittenRun.BEGIN.plus(Duration.ofDays(2)).plusSeconds(1));
        assertThat(agents.get(1).work().spent().calls()).isEqualTo(2);
        assertThat(agents.get(2).state()).isEqualTo(RunNode.State.IN_DOUBT);
        assertThat(run.tree().passes()).hasSize(2);
        assertThat(run.tree().worked()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void a_second_attempt_belongs_to_the_time_of_the_first() {
        CallPath path = r().agent(0);
        run.start(path, "a").seconds(30);
        run.start(path, Json.object().put("prompt", "Do a").put("label", "a"), 2)
                .seconds(5);

        RunNode.Work work = agents(run.tree()).get(0).work();

        assertThat(work.attempts()).isEqualTo(2);
        assertThat(work.started()).isEqualTo(WrittenRun.BEGIN);
    }

    @Test
    void a_watch_sees_what_was_added_since() {
        RunWatch watch = new RunWatch(WrittenRun.ID, run.log.records());
        assertThat(watch.tree().totals().agents()).isZero();

        for (int i = 0; i < 250; i++) {
            run.start(r().parallel(0, i).agent(0), "call " + i);
        }

        assertThat(watch.tree()).isEqualTo(run.tree());
        assertThat(watch.tree().totals().running()).isEqualTo(250);
    }

    @Test
    void every_call_of_a_journal_stands_in_the_tree_once() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            WrittenRun any = new WrittenRun("any");
            Set<String> called = new TreeSet<>();
            for (int i = random.nextInt(60); i > 0; i--) {
                write(random, any, called);
            }

            List<String> shown = agents(any.tree()).stream()
                    .map(agent -> agent.path().value())
                    .sorted()
                    .toList();

            assertThat(shown).as("seed " + seed + ", round " + round).containsExactlyElementsOf(called);
            assertThat(any.tree().totals().agents()).isEqualTo(called.size());
        }
    }

    private static void write(Random random, WrittenRun run, Set<String> called) {
        switch (random.nextInt(6)) {
            case 0 -> run.phase("phase " + random.nextInt(3));
            case 1 -> run.child(scope(random), "child");
            case 2 -> run.resume(2);
            default -> {
                CallPath path =
                        random.nextInt(10) == 0 ? scope(random) : scope(random).agent(random.nextInt(3));
                called.add(path.value());
                if (random.nextBoolean()) {
                    run.start(path, "call");
                }
                if (random.nextBoolean()
                        || agents(run.tree()).stream()
                                .noneMatch(agent -> agent.path().equals(path))) {
                    run.ok(path);
                }
            }
        }
    }

    private static CallPath scope(Random random) {
        CallPath path = r();
        for (int depth = random.nextInt(4); depth > 0; depth--) {
            path = switch (random.nextInt(4)) {
                case 0 -> path.parallel(random.nextInt(2), random.nextInt(3));
                case 1 -> path.pipeline(random.nextInt(2), random.nextInt(3), random.nextInt(2));
                case 2 -> path.dag(random.nextInt(2), random.nextBoolean() ? "" : "a/b.#1");
                default -> path.workflow(random.nextInt(2));
            };
        }
        return path;
    }

    private static List<RunNode.Agent> agents(RunTree tree) {
        List<RunNode.Agent> agents = new ArrayList<>();
        tree.nodes().forEach(node -> Span.agents(node).forEach(agents::add));
        return agents;
    }

    /** Names and paths, with what stands in them in brackets. */
    private static String outline(List<RunNode> nodes) {
        List<String> words = new ArrayList<>();
        for (RunNode node : nodes) {
            String name = node instanceof RunNode.Phase phase
                    ? phase.title()
                    : node instanceof RunNode.Group group
                            ? group.path().value()
                            : node instanceof RunNode.Branch branch
                                    ? branch.name()
                                    : node instanceof RunNode.Nested nested ? nested.name() : "";
            words.add(
                    node instanceof RunNode.Agent agent
                            ? agent.path().value()
                            : name + "[" + outline(node.nodes()) + "]");
        }
        return String.join(" ", words);
    }
}
