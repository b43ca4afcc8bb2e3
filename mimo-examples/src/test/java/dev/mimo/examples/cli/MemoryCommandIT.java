package dev.mimo.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.environment.EventSink;
import dev.mimo.memory.MimoMemory;
import dev.mimo.memory.checkpoint.Finding;
import dev.mimo.memory.layer.Promotion;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.session.Entry;
import dev.mimo.session.InMemorySessionStore;
import dev.mimo.session.MemoryEntry;
import dev.mimo.session.MemoryScope;
import dev.mimo.session.SessionId;
import dev.mimo.session.SessionLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryCommandIT {

    @TempDir
    Path home;

    private CommandLineRuns runs;
    private String workspace;

    @BeforeEach
    void open() {
        runs = new CommandLineRuns(home);
        workspace = runs.files.root().toString();
    }

    @AfterEach
    void close() {
        runs.close();
    }

    @Test
    void what_a_person_writes_in_an_editor_is_shown_and_found() {
        runs.variables = Map.of("EDITOR", "printf '\\n## Rules\\n\\n- never push on Fridays\\n' >>");

        assertThat(runs.call("memory", "edit", "--workspace", workspace)).isZero();
        assertThat(runs.call("memory", "show", "--workspace", workspace)).isZero();
        assertThat(runs.out()).contains("1 entries").contains("rule\n  never push on Fridays  (yours)");
        assertThat(runs.call("memory", "search", "--workspace", workspace, "Fridays"))
                .isZero();
        assertThat(runs.out()).contains("project  rule: never push on Fridays");
        assertThat(runs.call("memory", "search", "--workspace", workspace, "kubernetes"))
                .isEqualTo(ExitCode.FAILED);
    }

    @Test
    void scripts_get_json() {
        remember("billing");

        runs.call("memory", "show", "--project", "billing", "--json");

        JsonNode json = Json.read(runs.out());
        assertThat(json.at("/project").asText()).isEqualTo("billing");
        assertThat(json.at("/entries/0/text").asText()).isEqualTo("likes short answers");
        assertThat(json.at("/entries/0/evidence/0").asText()).isEqualTo("s1#0");
    }

    @Test
    void a_proposal_is_listed_and_confirmed() {
        remember("billing");
        remember("shop");

        runs.call("memory", "proposals", "--json");
        String id = Json.read(runs.out()).at("/0/id").asText();
        assertThat(runs.call("memory", "confirm", id)).isZero();

        try (MimoMemory memory = MimoMemory.at(home)) {
            assertThat(memory.layers().read(MemoryScope.global()).entries())
                    .extracting(MemoryEntry::text)
                    .containsExactly("likes short answers");
        }
        assertThat(runs.call("memory", "confirm", id)).isEqualTo(ExitCode.USAGE);
        assertThat(runs.err()).contains("no proposal " + id + " is open");
    }

    @Test
    void a_moved_folder_adopts_its_memory() throws IOException {
        Path old = Files.createDirectories(home.resolve("old"));
        String id;
        try (MimoMemory memory = MimoMemory.at(home)) {
            id = memory.projects().open(old).project().id();
        }
        Files.delete(old);

        assertThat(runs.call("memory", "projects")).isZero();
        assertThat(runs.out()).contains(id).contains("(gone)");
        assertThat(runs.call("memory", "adopt", id, "--workspace", workspace)).isZero();
        try (MimoMemory memory = MimoMemory.at(home)) {
            assertThat(memory.projects().of(runs.files.root()).id()).isEqualTo(id);
        }
        assertThat(runs.call("memory", "adopt", "unknown", "--workspace", workspace))
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void an_edit_that_cannot_be_understood_is_refused_and_kept_in_a_copy() {
        runs.variables = Map.of("EDITOR", "printf '\\n```\\n- never closed\\n' >>");

        assertThat(runs.call("memory", "edit", "--global")).isEqualTo(ExitCode.FAILED);

        assertThat(runs.err()).contains("begins and never ends").contains("MEMORY-");
        assertThat(home.resolve("global/MEMORY.md")).doesNotExist();
    }

    @Test
    void versions_of_a_session_that_is_not_there_are_bad_usage() {
        assertThat(runs.call("memory", "versions", "nowhere")).isEqualTo(ExitCode.USAGE);

        assertThat(runs.err()).contains("there is no session \"nowhere\"");
    }

    @Test
    void without_an_editor_it_says_so() {
        assertThat(runs.call("memory", "edit", "--global")).isEqualTo(ExitCode.USAGE);
        assertThat(runs.err()).contains("set EDITOR");
        assertThat(home.resolve("global")).isDirectoryNotContaining("glob:**.md");
    }

    private void remember(String project) {
        SessionId id = SessionId.of("s1");
        try (MimoMemory memory = MimoMemory.at(home);
                InMemorySessionStore sessions = new InMemorySessionStore();
                SessionLog log = sessions.open(id)) {
            long said = log.append(List.of(new Entry.MessageAdded(Message.user("I like short answers"), null)));
            memory.promotion()
                    .promote(
                            new Promotion.Source(id, log.transcript(), new MemoryScope.Project(project)),
                            List.of(new Finding(
                                    MemoryEntry.Kind.PREFERENCE,
                                    "likes short answers",
                                    List.of(said),
                                    List.of(),
                                    null,
                                    null)),
                            EventSink.none());
        }
    }
}
