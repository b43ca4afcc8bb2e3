package dev.mimo.examples.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.examples.report.SessionReport.Counts;
import dev.mimo.examples.report.SessionReport.Ending;
import dev.mimo.examples.report.Work.Result;
import dev.mimo.memory.checkpoint.Checkpoint;
import dev.mimo.memory.checkpoint.Checkpoint.Marks;
import dev.mimo.memory.checkpoint.Item;
import dev.mimo.memory.checkpoint.Section;
import dev.mimo.model.Content;
import dev.mimo.model.Cost;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.Role;
import dev.mimo.model.Spent;
import dev.mimo.model.ToolCall;
import dev.mimo.model.Usage;
import dev.mimo.session.Entry;
import dev.mimo.session.MemoryEntry;
import dev.mimo.session.MemoryEntry.Kind;
import dev.mimo.session.MemoryEntry.Origin;
import dev.mimo.session.MemoryEntry.Seen;
import dev.mimo.session.MemoryEntry.Status;
import dev.mimo.session.MemoryScope;
import dev.mimo.session.MessageRef;
import dev.mimo.session.Plan;
import dev.mimo.session.SessionId;
import dev.mimo.testing.Golden;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportReaderTest {

    private static final ToolCall READ =
            WrittenSession.call("c1", "read", Json.object().put("path", "a.txt"));
    private static final ToolCall BASH =
            WrittenSession.call("c2", "bash", Json.object().put("command", "make"));

    @Test
    void a_session_that_is_not_there_has_no_report() {
        try (WrittenSession session = new WrittenSession("s")) {
            assertThat(new ReportReader(session.sources(null)).find(SessionId.of("other")))
                    .isNull();
        }
    }

    @Test
    void a_session_without_an_entry_has_not_begun() {
        try (WrittenSession session = new WrittenSession("s")) {
            SessionReport report = session.report();

            assertThat(report.head().ending()).isEqualTo(new Ending("empty", ""));
            assertThat(report.head().counts()).isEqualTo(new Counts(0, 0, 0, 0, 0));
            assertThat(report.spending().total()).isEqualTo(Spent.NOTHING);
        }
    }

    @Test
    void a_turn_without_an_end_is_open_and_so_are_its_calls() {
        try (WrittenSession session = new WrittenSession("s")) {
            session.begin("t1", "go").reply(1_000, BASH).add(new Entry.CallStarted("c2"));

            SessionReport report = session.report();

            assertThat(report.head().ending().outcome()).isEqualTo("open");
            assertThat(report.head().period().worked()).isEqualTo(Duration.ofSeconds(3));
            assertThat(report.work().calls()).singleElement().satisfies(call -> {
                assertThat(call.result()).isEqualTo(Result.OPEN);
                assertThat(call.from()).isEqualTo(WrittenSession.BEGIN.plusSeconds(3));
                assertThat(call.until()).isNull();
            });
        }
    }

    @Test
    void accounts_of_turns_add_up_by_role_and_later_replies_to_them() {
        Spent main = new Spent(2, Usage.of(20, 2), Cost.usd("0.2"));
        Spent judge = new Spent(1, Usage.of(5, 1), Cost.usd("0.1"));
        try (WrittenSession session = new WrittenSession("s")) {
            session.begin("t1", "go")
                    .add(new Entry.TurnMeasured(
                            "t1",
                            Duration.ofSeconds(40),
                            main.plus(judge),
                            Cost.usd("0.3"),
                            Map.of(Role.MAIN, main, Role.JUDGE, judge)));
            session.add(new Entry.TurnEnded("t1", "done", "one"))
                    .begin("t2", "on")
                    .reply(1_100, Content.text("so"));

            SessionReport report = session.report();

            assertThat(report.spending().byRole())
                    .isEqualTo(Map.of(
                            Role.MAIN, new Spent(3, Usage.of(1_020, 102), Cost.usd("0.202")), Role.JUDGE, judge));
            assertThat(report.head().period().worked()).isEqualTo(Duration.ofSeconds(41 + 2));
        }
    }

    @Test
    void an_account_without_roles_is_that_of_the_agent_itself() {
        Spent spent = new Spent(2, Usage.of(20, 2), Cost.usd("0.2"));
        try (WrittenSession session = new WrittenSession("s")) {
            session.begin("t1", "go")
                    .add(new Entry.TurnMeasured("t1", Duration.ofSeconds(2), spent, Cost.usd("0.2"), Map.of()))
                    .add(new Entry.TurnEnded("t1", "done", "one"));

            assertThat(session.report().spending().byRole()).isEqualTo(Map.of(Role.MAIN, spent));
        }
    }

    @Test
    void what_writers_took_beside_the_turns_is_told_by_the_versions() {
        try (WrittenSession session = new WrittenSession("s")) {
            session.begin("t1", "go").reply(1_100, Content.text("so"));
            session.checkpoints.save(checkpoint(session.id(), 1, List.of()));

            assertThat(session.report().spending().byRole())
                    .containsEntry(Role.WRITER, new Spent(1, Usage.of(900, 100), Cost.usd("0.01")));
        }
    }

    @Test
    void time_stands_still_while_nobody_works() {
        try (WrittenSession session = new WrittenSession("s")) {
            session.begin("t1", "go").reply(1_000, BASH);
            session.add(new Entry.TurnPaused("t1", List.of(new Entry.Question("c2", "make?"))));
            session.clock.advance(Duration.ofHours(9));
            session.add(new Entry.CallStarted("c2"));
            session.clock.advance(Duration.ofMinutes(30));
            session.result(BASH, "made").reply(1_000, Content.text("so"));

            SessionReport report = session.report();

            assertThat(report.work().spans()).hasSize(2);
            assertThat(report.head().period().worked()).isBetween(Duration.ofMinutes(30), Duration.ofMinutes(31));
            assertThat(report.work().calls())
                    .singleElement()
                    .satisfies(call -> assertThat(call.took()).isEqualTo(Duration.ofSeconds(1_801)));
        }
    }

    @Test
    void a_silence_after_a_crash_is_no_work() {
        try (WrittenSession session = new WrittenSession("s")) {
            session.begin("t1", "go").reply(1_000, READ).result(READ, "text");
            session.clock.advance(Duration.ofDays(3));
            session.reply(1_000, Content.text("so"));

            assertThat(session.report().work().spans()).hasSize(2);
        }
    }

    @Test
    void what_the_gate_refused_is_told_from_what_failed() {
        try (WrittenSession session = new WrittenSession("s")) {
            session.begin("t1", "go").reply(1_000, READ, BASH);
            session.error(READ, "no such file").error(BASH, "not allowed: rule bash *");

            assertThat(session.report().work().calls())
                    .extracting(Work.Call::result)
                    .containsExactly(Result.FAILED, Result.DENIED);
            assertThat(session.report().head().counts()).isEqualTo(new Counts(1, 1, 2, 1, 1));
        }
    }

    @Test
    void rebuilds_are_the_notes_with_a_cause() {
        try (WrittenSession session = new WrittenSession("s")) {
            session.begin("t1", "go")
                    .add(new Entry.Noted("context_window", Json.object().put("told", "")));
            session.reply(88_000, READ).result(READ, "text").add(rebuilt()).reply(20_000, Content.text("so"));

            ContextUse context = session.report().context();

            assertThat(context.budget()).isEqualTo(96_000);
            assertThat(context.steps()).extracting(ContextUse.Step::tokens).containsExactly(88_000L, 20_000L);
            assertThat(context.rebuilds()).singleElement().satisfies(rebuild -> {
                assertThat(rebuild.step()).isEqualTo(1);
                assertThat(rebuild.before()).isEqualTo(88_000);
                assertThat(rebuild.after()).isEqualTo(19_500);
            });
        }
    }

    @Test
    void without_a_note_the_window_of_the_model_is_the_budget() {
        try (WrittenSession session = new WrittenSession("s")) {
            session.begin("t1", "go").reply(1_000, Content.text("so"));

            assertThat(session.report().context().budget()).isEqualTo(100_000);
        }
    }

    @Test
    void an_excerpt_keeps_what_people_said_and_what_is_named_wherever_it_stands() {
        try (WrittenSession session = new WrittenSession("s")) {
            session.begin("t1", "go");
            for (int i = 0; i < 400; i++) {
                ToolCall call =
                        WrittenSession.call("c" + i, "read", Json.object().put("path", "f" + i));
                session.reply(1_000, call).result(call, "text " + i);
                if (i == 200) {
                    session.add(new Entry.MessageAdded(Message.user("mind the gap"), null));
                }
            }
            session.checkpoints.save(checkpoint(session.id(), 1, List.of(301L)));

            Excerpt excerpt = session.report().excerpt();

            assertThat(excerpt.lines()).extracting(Excerpt.Line::text).contains("mind the gap", "f0", "f399");
            assertThat(excerpt.lines()).extracting(Excerpt.Line::sequence).contains(301L);
            int all = excerpt.lines().stream()
                    .mapToInt(line -> 1 + line.skipped())
                    .sum();
            assertThat(all).isEqualTo(803);
            assertThat(excerpt.left()).isEqualTo(803 - excerpt.lines().size());
        }
    }

    @Test
    void sub_agents_stand_below_those_that_started_them() {
        try (LongSession scene = new LongSession().play(60)) {
            SessionReport report = scene.report();

            assertThat(report.spending().agents()).isNotEmpty().allSatisfy(agent -> {
                assertThat(agent.name()).isEqualTo("explorer");
                assertThat(agent.outcome()).isEqualTo("done");
                assertThat(agent.spent().usage().total()).isPositive();
            });
            int agents = report.spending().agents().size();
            Map<Role, Spent> byRole = report.spending().byRole();
            assertThat(byRole).containsOnlyKeys(Role.MAIN, Role.WRITER, Role.JUDGE, Role.SUBAGENT);
            assertThat(byRole.get(Role.SUBAGENT).calls()).isEqualTo(5 * agents);
            assertThat(byRole.get(Role.JUDGE).calls()).isEqualTo(1 + agents);
        }
    }

    @Test
    void the_json_of_a_small_session_is_stable() {
        SessionId other = SessionId.of("older");
        try (WrittenSession session = new WrittenSession("ticket-1")) {
            try (var log = session.store.open(other)) {
                log.append(List.of(new Entry.MessageAdded(Message.user("Tests first, always."), null)));
            }
            session.add(new Entry.Opened("mimo", null)).begin("t1", "Make it green.");
            session.reply(60_000, Content.text("Let me see."), READ, BASH).result(READ, "all of it");
            session.add(new Entry.CallStarted("c2")).error(BASH, "exit code 2");
            session.add(new Entry.PlanChanged(Plan.empty().add(null, "look").add("T1", "closer")), rebuilt());
            session.reply(20_000, Content.text("It is green."));
            Spent main = new Spent(2, Usage.of(79_800, 200), Cost.usd("0.0818"));
            session.add(new Entry.TurnMeasured(
                    "t1", Duration.ofSeconds(9), main, Cost.usd("0.0818"), Map.of(Role.MAIN, main)));
            session.add(new Entry.TurnEnded("t1", "done", "It is green."));
            session.checkpoints.save(checkpoint(session.id(), 1, List.of(2L)));
            Seen seen = Seen.once(WrittenSession.BEGIN, other, List.of(new MessageRef(other, 0)))
                    .again(WrittenSession.BEGIN, session.id(), List.of(new MessageRef(session.id(), 2)));
            session.memories.update(
                    MemoryScope.project("p"),
                    none -> List.of(new MemoryEntry(
                            "e1", Kind.RULE, "Tests first", Status.CONFIRMED, Origin.USER, seen, List.of("src"))));

            String json = ReportJson.of(session.report("p")).toPrettyString();

            Golden.assertMatches(Path.of("src/test/resources/report/small.json"), json);
        }
    }

    static Entry.Noted rebuilt() {
        var note = Json.object().put("cause", "full").put("before", 88_000).put("checkpoint", 1);
        var accounting = note.putObject("accounting").put("budget", 96_000).put("head", 6_000);
        accounting.put("allowed", 40_500).put("used", 13_500);
        accounting.putArray("blocks").addObject().put("name", "checkpoint").put("tokens", 9_000);
        accounting.withArray("blocks").addObject().put("name", "tail").put("tokens", 4_500);
        return new Entry.Noted("context_window", note);
    }

    static Checkpoint checkpoint(SessionId session, int version, List<Long> evidence) {
        return new Checkpoint(
                session,
                version,
                Map.of(Section.DECISIONS, List.of(new Item("i1", "Tests first", evidence, Item.Maker.MODEL))),
                new Marks(5, 5),
                new Checkpoint.Making(
                        Instant.parse("2026-03-02T09:00:04Z"),
                        Checkpoint.Status.OK,
                        "acme:small",
                        Usage.of(900, 100),
                        Cost.usd("0.01"),
                        ""));
    }
}
