package dev.mimo.examples.report;

import dev.mimo.agent.Agent;
import dev.mimo.agent.AgentTools;
import dev.mimo.agent.LoopGovernor;
import dev.mimo.agent.Session;
import dev.mimo.agent.StopGate;
import dev.mimo.agent.Subagent;
import dev.mimo.memory.checkpoint.Checkpoint;
import dev.mimo.memory.checkpoint.InMemoryCheckpointStore;
import dev.mimo.memory.checkpoint.Item;
import dev.mimo.memory.checkpoint.Section;
import dev.mimo.model.Content;
import dev.mimo.model.Cost;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.ModelFacts;
import dev.mimo.model.ModelRef;
import dev.mimo.model.Prices;
import dev.mimo.model.Prompt;
import dev.mimo.model.Reply;
import dev.mimo.model.Role;
import dev.mimo.model.StopReason;
import dev.mimo.model.ToolCall;
import dev.mimo.model.Usage;
import dev.mimo.permission.Permissions;
import dev.mimo.session.Entry;
import dev.mimo.session.InMemoryMemoryStore;
import dev.mimo.session.InMemorySessionStore;
import dev.mimo.session.MemoryEntry;
import dev.mimo.session.MemoryScope;
import dev.mimo.session.MessageRef;
import dev.mimo.session.SessionId;
import dev.mimo.testing.ScriptedModel;
import dev.mimo.testing.TestEnvironment;
import dev.mimo.tool.Effect;
import dev.mimo.tool.InvalidCall;
import dev.mimo.tool.Tool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A session of several turns and hundreds of steps, made by an agent whose model throws dice, always the same ones. */
public final class LongSession implements AutoCloseable {

    static final SessionId ID = SessionId.of("ticket-4711");
    static final String PROJECT = "invoices-5d41402abc4b";

    private static final ModelRef MAIN = ModelRef.of("anthropic", "claude-sonnet-5");
    private static final Prices PRICES = Prices.of("3", "15");
    private static final long BUDGET = 180_000;
    private static final List<String> FILES = List.of(
            "src/main/java/app/Invoice.java",
            "src/main/java/app/TaxTable.java",
            "src/main/java/app/InvoiceExport.java",
            "src/test/java/app/InvoiceTest.java",
            "docs/numbering.md");

    final TestEnvironment test = TestEnvironment.create();
    final InMemorySessionStore store = new InMemorySessionStore(test.clock());
    final InMemoryCheckpointStore checkpoints = new InMemoryCheckpointStore();
    final InMemoryMemoryStore memories = new InMemoryMemoryStore();

    private final Random dice = new Random(7);
    private int left;
    private int step;
    private long size = 14_000;
    private long marked;
    private @Nullable Session session;

    record Path(String path) {}

    record Command(String command) {}

    record Text(String text) {}

    /** What a report of it is made of. */
    Sources sources() {
        return new Sources(
                store,
                ref -> new ModelFacts(ref, 200_000, null, PRICES),
                checkpoints,
                memories,
                List.of(MemoryScope.project(PROJECT), MemoryScope.global()));
    }

    public SessionReport report() {
        return Objects.requireNonNull(new ReportReader(sources()).find(ID));
    }

    /** Plays turns of so many steps each. */
    public LongSession play(int... turns) {
        try (Session open = agent().session(ID.value())) {
            session = open;
            for (int i = 0; i < turns.length; i++) {
                left = turns[i];
                open.run(
                        i == 0
                                ? "Invoices must be numbered without gaps per year. Make the export follow the rule."
                                : i % 2 == 0
                                        ? "Never touch the tax table without asking me."
                                        : "Go on with the next part, please.");
                test.advance(Duration.ofMinutes(i % 3 == 2 ? 840 : 25));
            }
        }
        remember();
        return this;
    }

    private Agent agent() {
        ScriptedModel main =
                ScriptedModel.always(this::reply).loose().facts(new ModelFacts(MAIN, 200_000, null, PRICES));
        ScriptedModel helper = ScriptedModel.always(this::help)
                .loose()
                .facts(new ModelFacts(
                        ModelRef.of("anthropic", "claude-haiku-4-5"), 200_000, null, Prices.of("1", "5")));
        StopGate judge = stopping -> {
            stopping.call().budget().charge(Role.JUDGE, Usage.of(9_000, 300), Cost.usd("0.03"));
            return StopGate.Decision.stop();
        };
        return Agent.builder()
                .name("mimo")
                .model(main)
                .model(Role.SUBAGENT, helper)
                .governor(LoopGovernor.off())
                .subagents(Subagent.like(
                        "explorer",
                        "Looks around.",
                        new Subagent.Difference("Look around.", name -> !name.equals("task"), null)))
                .tools(
                        AgentTools.plan(),
                        work("read", Path.class, Effect.READ, 300),
                        work("grep", Path.class, Effect.READ, 900))
                .tools(work("edit", Path.class, Effect.EDIT, 400), work("bash", Command.class, Effect.EXECUTE, 40_000))
                .tools(work("note", Text.class, Effect.STATE, 20), work("publish", Command.class, Effect.EXECUTE, 20))
                .permissions(Permissions.bypass().deny("publish", "*"))
                .stopGate(judge)
                .store(store)
                .environment(test.environment())
                .build();
    }

    private <A extends Record> Tool work(String name, Class<A> arguments, Effect effect, int millis) {
        return Tool.of(name, "Works.", arguments, (given, context) -> {
                    pass(millis / 4 + roll(millis * (roll(12) == 0 ? 9 : 1)));
                    if (roll(14) == 0) {
                        throw new InvalidCall(
                                "exit code 1\nInvoiceTest > numbers_have_no_gaps FAILED\n  expected 17 but was 18");
                    }
                    return "ok\n" + "line of output ".repeat(roll(60));
                })
                .effect(effect);
    }

    private Reply reply(Prompt prompt) {
        pass(4_000 + roll(14_000));
        size += 500 + roll(3_600);
        step++;
        checkpointWhenDue();
        if (--left <= 0) {
            return said(
                    Message.assistant(Content.text("Part done: the numbers of a year are given out in one place now,"
                            + " and the export reads them from there. All 214 tests pass.")),
                    StopReason.STOP);
        }
        return said(Message.assistant(next()), StopReason.TOOL_CALLS);
    }

    private Content[] next() {
        List<Content> content = new ArrayList<>();
        if (roll(5) == 0) {
            content.add(Content.text("The gap comes from cancelled drafts: they take a number and give none back."));
        }
        String file = FILES.get(roll(FILES.size()));
        switch (roll(40)) {
            case 0, 1 ->
                content.add(call(
                        "task",
                        Map.of(
                                "title",
                                "Look for uses",
                                "prompt",
                                "Find all callers of nextNumber() in " + file,
                                "kind",
                                "explorer")));
            case 2 -> content.add(call("publish", Map.of("command", "git push origin main")));
            case 3, 4 -> content.add(call("note", Map.of("text", "Decided: one counter a year, in the database")));
            case 5, 6 -> content.add(plan());
            case 7, 8, 9, 10 ->
                content.add(call("bash", Map.of("command", "./mvnw -q test -Dtest=InvoiceTest#numbers_have_no_gaps")));
            case 11, 12, 13, 14, 15, 16, 17 -> content.add(call("edit", Map.of("path", file)));
            case 18, 19, 20, 21, 22 -> content.add(call("grep", Map.of("path", "src/main/java")));
            default -> {
                content.add(call("read", Map.of("path", file)));
                content.add(call("read", Map.of("path", "docs/numbering.md")));
            }
        }
        return content.toArray(Content[]::new);
    }

    private ToolCall plan() {
        Session open = Objects.requireNonNull(session);
        List<String> tasks = List.of(
                "Find where numbers are given out",
                "One counter a year",
                "Export reads the counter",
                "Migrate old years",
                "Tell the book-keepers");
        int known = open.plan().tasks().size();
        if (known < tasks.size()) {
            return call("plan", Map.of("operation", "ADD", "title", tasks.get(known)));
        }
        if (open.plan().tasks().get(1).children().size() < 2) {
            return call("plan", Map.of("operation", "ADD", "parent", "T2", "title", "Lock per year"));
        }
        String operation = List.of("START", "DONE", "BLOCK").get(roll(3));
        return call("plan", Map.of("operation", operation, "id", "T" + (1 + roll(known)), "note", "see the tests"));
    }

    private Reply help(Prompt prompt) {
        pass(1_500 + roll(3_000));
        long told = 3_000 + 1_200L * prompt.messages().size();
        Usage usage = new Usage(900, 240, 0, told, 300);
        Message.Assistant message = prompt.messages().size() < 9
                ? Message.assistant(call("grep", Map.of("path", "src")))
                : Message.assistant(Content.text("Three callers: Invoice, InvoiceExport, DraftCleaner."));
        boolean calls = !message.toolCalls().isEmpty();
        return new Reply(
                new Message.Assistant(message.content(), ModelRef.of("anthropic", "claude-haiku-4-5"), null),
                calls ? StopReason.TOOL_CALLS : StopReason.STOP,
                usage,
                null);
    }

    private Reply said(Message.Assistant message, StopReason reason) {
        long output = 150 + roll(700);
        long fresh = Math.min(size - output, 1_500 + roll(2_500));
        Usage usage = new Usage(fresh, output, output / 3, size - fresh - output, 0);
        return new Reply(new Message.Assistant(message.content(), MAIN, null), reason, usage, null);
    }

    private static ToolCall call(String tool, Map<String, ?> arguments) {
        return ScriptedModel.toolCall(tool, arguments);
    }

    private void checkpointWhenDue() {
        for (long mark : ContextScale.marks(BUDGET)) {
            if (marked < mark && size >= mark) {
                checkpoint(roll(6) == 0);
                marked = mark;
                return;
            }
        }
        if (size > BUDGET * ContextScale.FULL) {
            rebuild();
        }
    }

    private void rebuild() {
        long head = 11_800;
        List<Map.Entry<String, Integer>> blocks = List.of(
                Map.entry("memory", 2_900 + roll(400)),
                Map.entry("checkpoint", 9_000 + roll(4_000)),
                Map.entry("plan", 400),
                Map.entry("user words", 700 + roll(900)),
                Map.entry("notes", roll(500)),
                Map.entry("activity", 4_000 + roll(3_000)),
                Map.entry("tail", 17_000 + roll(3_000)));
        var note =
                Json.object().put("cause", roll(4) == 0 ? "overflow" : "full").put("before", size);
        note.put("checkpoint", checkpoints.versions(ID).size());
        var accounting = note.putObject("accounting").put("budget", BUDGET).put("head", head);
        accounting.put("allowed", (BUDGET - head) * 45 / 100);
        var list = accounting.putArray("blocks");
        blocks.forEach(block -> list.addObject().put("name", block.getKey()).put("tokens", block.getValue()));
        Objects.requireNonNull(session).note("context_window", note);
        size = head + blocks.stream().mapToInt(Map.Entry::getValue).sum();
        marked = size;
    }

    private void checkpoint(boolean late) {
        int version = checkpoints.versions(ID).size() + 1;
        long end = Objects.requireNonNull(store.find(ID)).size();
        Checkpoint last = checkpoints.findLatest(ID);
        long written = !late ? end : last == null ? 0 : last.marks().written();
        Usage usage = late ? Usage.none() : new Usage(21_000 + roll(9_000), 1_800, 0, 0, 0);
        Checkpoint.Making making = new Checkpoint.Making(
                test.clock().instant(),
                late ? Checkpoint.Status.EXTRACTIVE : Checkpoint.Status.OK,
                late ? null : "anthropic:claude-haiku-4-5",
                usage,
                late ? Cost.zero() : Prices.of("1", "5").of(usage),
                late ? "the writer did not answer within 120 s" : "");
        checkpoints.save(new Checkpoint(ID, version, sections(end), new Checkpoint.Marks(end, written), making));
    }

    private static Map<Section, List<Item>> sections(long end) {
        Map<Section, List<Item>> all = new EnumMap<>(Section.class);
        all.put(
                Section.ACTIVE_INTENT,
                items(Item.Maker.MODEL, "Number invoices without gaps per year and make the export follow"));
        all.put(
                Section.NEXT_ACTION,
                items(Item.Maker.MODEL, "Run InvoiceTest again, then migrate the years 2021 to 2024"));
        all.put(
                Section.DIRECTIVES,
                items(
                        Item.Maker.USER,
                        "Invoices must be numbered without gaps per year.",
                        "Never touch the tax table without asking me."));
        all.put(
                Section.TASK_TREE,
                items(Item.Maker.DIGEST, "[x] T1 Find where numbers are given out", "[~] T2 One counter a year"));
        all.put(
                Section.CURRENT_WORK,
                items(
                        Item.Maker.MODEL,
                        "InvoiceExport reads the counter; DraftCleaner still calls nextNumber() for drafts and burns numbers"));
        all.put(
                Section.FILES,
                items(
                        Item.Maker.DIGEST,
                        "src/main/java/app/Invoice.java (edited)",
                        "src/main/java/app/InvoiceExport.java (edited)",
                        "docs/numbering.md (read)"));
        all.put(
                Section.DISCOVERED_KNOWLEDGE,
                items(
                        Item.Maker.MODEL,
                        "Numbers were given out in three places",
                        "The database has no sequence per year"));
        all.put(
                Section.ERRORS_AND_FIXES,
                items(
                        Item.Maker.MODEL,
                        "InvoiceTest.numbers_have_no_gaps failed because drafts take a number; drafts now take none"));
        all.put(Section.DECISIONS, items(Item.Maker.NOTE, "One counter a year, in the database, locked per year"));
        return all;
    }

    private static List<Item> items(Item.Maker maker, String... texts) {
        List<Item> items = new ArrayList<>();
        for (String text : texts) {
            items.add(new Item("i" + Math.abs(text.hashCode() % 1_000), text, List.of(2L, 14L + items.size()), maker));
        }
        return items;
    }

    private void remember() {
        SessionId other = SessionId.of("ticket-4402");
        try (var log = store.open(other)) {
            log.append(List.of(
                    new Entry.Opened("mimo", null),
                    new Entry.MessageAdded(
                            Message.user("We never change the tax table without the accountant's word."), null)));
        }
        var at = test.clock().instant();
        var seen = MemoryEntry.Seen.once(at.minus(Duration.ofDays(9)), other, List.of(new MessageRef(other, 1)))
                .again(at, ID, List.of(new MessageRef(ID, 2), new MessageRef(ID, 40)));
        memories.update(
                MemoryScope.project(PROJECT),
                none -> List.of(
                        new MemoryEntry(
                                "tax-1",
                                MemoryEntry.Kind.RULE,
                                "Never touch the tax table without asking",
                                MemoryEntry.Status.CONFIRMED,
                                MemoryEntry.Origin.USER,
                                seen,
                                List.of("src/main/java/app/TaxTable.java")),
                        new MemoryEntry(
                                "num-1",
                                MemoryEntry.Kind.DECISION,
                                "Invoice numbers come from one counter a year, kept in the database",
                                MemoryEntry.Status.VERIFIED,
                                MemoryEntry.Origin.AGENT,
                                seen,
                                List.of()),
                        new MemoryEntry(
                                "num-0",
                                MemoryEntry.Kind.FACT,
                                "Invoice numbers come from a file lock",
                                MemoryEntry.Status.CONTRADICTED,
                                MemoryEntry.Origin.AGENT,
                                seen,
                                List.of()),
                        new MemoryEntry(
                                "build",
                                MemoryEntry.Kind.GOTCHA,
                                "Tests need TZ=Europe/Berlin",
                                MemoryEntry.Status.CONFIRMED,
                                MemoryEntry.Origin.USER,
                                null,
                                List.of())));
        memories.update(
                MemoryScope.global(),
                none -> List.of(new MemoryEntry(
                        "pref-1",
                        MemoryEntry.Kind.PREFERENCE,
                        "Answers in short sentences, no lists of what was done",
                        MemoryEntry.Status.CONFIRMED,
                        MemoryEntry.Origin.USER,
                        null,
                        List.of())));
    }

    private synchronized int roll(int sides) {
        return dice.nextInt(sides);
    }

    private void pass(long millis) {
        test.advance(Duration.ofMillis(millis));
    }

    @Override
    public void close() {
        test.close();
    }
}
