package dev.mimo.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.agent.Agent;
import dev.mimo.agent.Session;
import dev.mimo.session.InMemorySessionStore;
import dev.mimo.session.SessionId;
import dev.mimo.session.SessionStore;
import dev.mimo.testing.ScriptedModel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CheckpointsTest {

    private static final SessionId ID = SessionId.of("ticket-4711");

    private final SessionStore sessions = new InMemorySessionStore();

    @BeforeEach
    void talk() {
        ScriptedModel model = ScriptedModel.create().reply("DECISION: SQLite");
        try (Session session =
                Agent.builder().model(model).store(sessions).build().session(ID)) {
            session.run("Which database? Never one that needs a server.");
        }
    }

    @AfterEach
    void close() {
        sessions.close();
    }

    @Test
    void a_model_writes_a_checkpoint_of_a_session_in_any_store() throws Exception {
        ScriptedModel writer = ScriptedModel.create()
                .reply(
                        "{\"changes\": [{\"section\": \"decisions\", \"replace\": false, \"remove\": [], \"add\":"
                                + " [{\"text\": \"SQLite, as no server may be needed.\", \"evidence\": [3]}]}], \"findings\": []}");

        String brief = Checkpoints.brief(sessions, ID, Checkpoints.byModel(writer));

        assertThat(brief)
                .contains("Version 1 (ok)", "by scripted:model")
                .contains("## Active intent\n- “Which database? Never one that needs a server.”")
                .contains("## Decisions\n- SQLite, as no server may be needed. #3\n");
        writer.assertExhausted();
    }

    @Test
    void a_function_takes_the_model_s_place() throws Exception {
        String brief = Checkpoints.brief(sessions, ID, Checkpoints.byFunction());

        assertThat(brief).contains("by no model", "## Decisions\n- SQLite #3\n");
    }
}
