package dev.mimo.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.agent.Agent;
import dev.mimo.agent.AgentBuilder;
import dev.mimo.agent.Session;
import dev.mimo.environment.EventSink;
import dev.mimo.memory.checkpoint.Checkpoint;
import dev.mimo.memory.checkpoint.CheckpointPatch;
import dev.mimo.memory.checkpoint.CheckpointPolicy;
import dev.mimo.memory.checkpoint.CheckpointWriter;
import dev.mimo.memory.checkpoint.Finding;
import dev.mimo.memory.checkpoint.Item;
import dev.mimo.memory.checkpoint.Section;
import dev.mimo.memory.layer.Proposal;
import dev.mimo.model.Json;
import dev.mimo.session.Entry;
import dev.mimo.session.MemoryEntry;
import dev.mimo.session.SessionId;
import dev.mimo.session.Stored;
import dev.mimo.testing.EventRecorder;
import dev.mimo.testing.ScriptedModel;
import dev.mimo.tool.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one session leaves for the next. */
class AcrossSessionsIT {

    private static final String KEY = "sk-ant-api03-Abcdefgh1234567890ijklmnop";
    private static final String PREFERENCE = "I prefer tabs in every project, always.";

    /** Fires at every step or so: every 50 tokens. */
    private static final CheckpointPolicy SOON = CheckpointPolicy.of(IntStream.range(0, 100)
                    .mapToObj(i -> String.valueOf(1 + 50 * i))
                    .toArray(String[]::new))
            .minNew(0);

    record Print(String what) {}

    @TempDir
    Path root;

    private final EventRecorder events = new EventRecorder();

    @Test
    void three_notes_land_in_their_sections_and_are_taken_in_once() {
        ScriptedModel model = ScriptedModel.create()
                .call("note", Map.of("text", "H2 it is, for tests only", "kind", "decision"))
                .call("note", Map.of("text", "src/Parser.java holds the grammar", "kind", "file"))
                .call("note", Map.of("text", "E0382 came from the lexer", "kind", "error"))
                .reply("noted")
                .reply("still here");
        try (MimoMemory memory = memory("a", keepsNothing(), CheckpointPolicy.never())) {
            try (Session session = agent(memory, model).build().session("s")) {
                session.run("note these");
                // The first rebuild waits for a checkpoint.
                memory.rebuild(session);
                session.run("and now?");
            }
            Checkpoint latest = Objects.requireNonNull(memory.checkpoints().findLatest(SessionId.of("s")));
            assertThat(texts(latest, Section.DECISIONS)).containsOnlyOnce("H2 it is, for tests only");
            assertThat(texts(latest, Section.FILES)).containsOnlyOnce("src/Parser.java holds the grammar");
            assertThat(texts(latest, Section.ERRORS_AND_FIXES)).containsOnlyOnce("E0382 came from the lexer");
        }
    }

    @Test
    void a_preference_of_two_projects_that_a_person_confirmed_is_known_in_the_third() {
        for (String project : List.of("a", "b")) {
            try (MimoMemory memory = memory(project, findsPreference());
                    Session session = agent(memory, ScriptedModel.create().reply("fine"))
                            .build()
                            .session("in-" + project)) {
                session.run(PREFERENCE);
                memory.rebuild(session);
            }
        }
        ScriptedModel third = ScriptedModel.create().reply("hello");
        try (MimoMemory memory = memory("c", keepsNothing())) {
            List<Proposal> proposals = memory.promotion().proposals();
            assertThat(proposals).hasSize(1);
            memory.promotion().confirm(proposals.get(0).id(), EventSink.none());
            try (Session session = agent(memory, third).build().session("in-c")) {
                session.run("hello");
            }
        }
        assertThat(third.prompts().get(0).messages().toString()).contains("tabs in every project");
    }

    @Test
    void what_stands_in_no_layer_is_found_in_the_history() {
        ScriptedModel first = ScriptedModel.create()
                .call("print", new Print("port of aurora: 8123"))
                .reply("ok");
        ScriptedModel second = ScriptedModel.create()
                .call("history_search", Map.of("words", "aurora port"))
                .reply("8123");
        try (MimoMemory memory = memory("a", keepsNothing())) {
            try (Session session = agent(memory, first).build().session("one")) {
                session.run("print it");
            }
            try (Session session = agent(memory, second).build().session("two")) {
                session.run("what was the port of aurora?");
            }
        }
        assertThat(second.prompts().get(1).messages().toString())
                .contains("port of aurora: 8123")
                .contains("one#");
    }

    @Test
    void a_secret_is_in_no_layer_and_in_no_event_about_memory() throws IOException {
        ScriptedModel model = ScriptedModel.create()
                .call("print", new Print("export ANTHROPIC_API_KEY=" + KEY))
                .call("note", Map.of("text", "the key is " + KEY, "kind", "fact"))
                .reply("done");
        CheckpointWriter leaking = material -> new CheckpointPatch(
                material.range().to(),
                Map.of(
                        Section.CURRENT_WORK,
                        new CheckpointPatch.Change(
                                false, List.of(), List.of(new CheckpointPatch.Line("works with " + KEY, List.of(2L))))),
                List.of(new Finding(MemoryEntry.Kind.FACT, "the key is " + KEY, List.of(2L), List.of(), null, null)));
        try (MimoMemory memory = memory("a", leaking);
                Session session = agent(memory, model).build().session("s")) {
            session.run("use " + KEY + " from now on");
        }
        assertThat(Files.exists(root.resolve("mimo.db"))).isTrue();
        try (Stream<Path> files = Files.walk(root)) {
            assertThat(files.filter(Files::isRegularFile)
                            .filter(file -> file.toString().endsWith(".md")))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(read(file)).doesNotContain(KEY));
        }
        assertThat(events.events().stream()
                        .filter(event -> event.type().startsWith("checkpoint")
                                || event.type().startsWith("memory")
                                || event.type().startsWith("context")))
                .isNotEmpty()
                .allSatisfy(event -> assertThat(Json.write(event.toJson())).doesNotContain(KEY));
    }

    @Test
    void the_history_keeps_no_secret_when_the_host_says_so() throws IOException {
        ScriptedModel model = ScriptedModel.create()
                .call("print", new Print("export ANTHROPIC_API_KEY=" + KEY))
                .reply("done");
        try (MimoMemory memory = MimoMemory.builder(root)
                        .writer(keepsNothing())
                        .redactHistory()
                        .build();
                Session session = agent(memory, model).build().session("s")) {
            session.run("use " + KEY + " from now on");

            assertThat(session.transcript().stream(0).map(Stored::entry).map(Entry::toString))
                    .noneMatch(text -> text.contains(KEY))
                    .anyMatch(text -> text.contains("use [redacted] from now on"));
        }
        for (String name : List.of("mimo.db", "mimo.db-wal")) {
            Path file = root.resolve(name);
            if (Files.exists(file)) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .doesNotContain(KEY);
            }
        }
    }

    private static List<String> texts(Checkpoint checkpoint, Section section) {
        return checkpoint.items(section).stream().map(Item::text).toList();
    }

    private static CheckpointWriter keepsNothing() {
        return material -> new CheckpointPatch(material.range().to(), Map.of(), List.of());
    }

    /** Finds what the user prefers, where the user says it. */
    private static CheckpointWriter findsPreference() {
        return material -> {
            List<Finding> found = material.transcript().stream(material.range().from())
                    .filter(stored -> stored.entry() instanceof Entry.MessageAdded)
                    .map(Stored::sequence)
                    .map(at -> new Finding(
                            MemoryEntry.Kind.PREFERENCE,
                            "the user prefers tabs in every project",
                            List.of(at),
                            List.of(),
                            null,
                            null))
                    .limit(1)
                    .toList();
            return new CheckpointPatch(material.range().to(), Map.of(), found);
        };
    }

    private MimoMemory memory(String project, CheckpointWriter writer) {
        return memory(project, writer, SOON);
    }

    private MimoMemory memory(String project, CheckpointWriter writer, CheckpointPolicy policy) {
        return MimoMemory.builder(root)
                .project(project)
                .writer(writer)
                .policy(policy)
                .build();
    }

    private AgentBuilder agent(MimoMemory memory, ScriptedModel model) {
        return Agent.builder()
                .model(model.window(64_000))
                .tools(Tool.of("print", "Prints.", Print.class, (print, context) -> print.what()))
                .memory(memory)
                .listener(event -> events.emit(event.event()));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
