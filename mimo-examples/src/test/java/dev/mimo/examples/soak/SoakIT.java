package dev.mimo.examples.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.agent.Agent;
import dev.mimo.agent.AgentTools;
import dev.mimo.agent.Input;
import dev.mimo.agent.Outcome;
import dev.mimo.agent.Session;
import dev.mimo.agent.Turn;
import dev.mimo.memory.MimoMemory;
import dev.mimo.memory.upkeep.UpkeepMode;
import dev.mimo.model.Content;
import dev.mimo.model.Message;
import dev.mimo.model.Model;
import dev.mimo.model.ModelCall;
import dev.mimo.model.ModelFacts;
import dev.mimo.model.ModelRef;
import dev.mimo.model.Prompt;
import dev.mimo.model.Reply;
import dev.mimo.model.Role;
import dev.mimo.model.StopReason;
import dev.mimo.model.Usage;
import dev.mimo.permission.Permissions;
import dev.mimo.testing.ScriptedModel;
import dev.mimo.tool.Tool;
import dev.mimo.workflow.AgentLauncher;
import dev.mimo.workflow.RunOptions;
import dev.mimo.workflow.WorkflowEngine;
import dev.mimo.workflow.WorkflowScript;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many turns in one process, as in a server: with memory on SQLite, tools, sub-agents, workflows, cancelled turns, sessions
 * that are opened and closed. Threads, handles and heap must stay where they are.
 */
class SoakIT {

    record Word(String text) {}

    private static final String SCRIPT = """
            export const meta = { name: 'ask', description: 'asks an agent' };
            return await agent('say');
            """;

    @TempDir
    Path folder;

    @Test
    void threads_handles_and_heap_stay_flat_over_hundreds_of_turns() throws Exception {
        soak(200);
    }

    @Test
    @Tag("soak")
    void threads_handles_and_heap_stay_flat_over_ten_thousand_turns() throws Exception {
        soak(10_000);
    }

    private void soak(int turns) throws Exception {
        List<Footprint> footprints = new ArrayList<>();
        try (WorkflowEngine engine = WorkflowEngine.builder().build();
                MimoMemory memory =
                        MimoMemory.builder(folder).upkeep(UpkeepMode.BY_HAND).build()) {
            Agent agent = agent(memory);
            for (int turn = 0; turn < turns; turn++) {
                if (turn % 50 == 49) {
                    workflow(engine, agent);
                }
                one(agent, turn);
                if (turn % (turns / 4) == turns / 4 - 1) {
                    footprints.add(Footprint.now());
                }
            }
        }
        footprints.forEach(System.out::println);
        Footprint first = footprints.get(0);
        Footprint last = footprints.get(footprints.size() - 1);
        assertThat(last.threads()).as("threads: %s", footprints).isLessThanOrEqualTo(first.threads() + 4);
        assertThat(last.handles()).as("handles: %s", footprints).isLessThanOrEqualTo(first.handles() + 8);
        assertThat(last.heapMiB()).as("heap: %s", footprints).isLessThanOrEqualTo(first.heapMiB() * 1.2 + 8);
    }

    /** Ten turns share a session, so that it is opened, worked in, closed and opened again. */
    private void one(Agent agent, int turn) throws Exception {
        try (Session session = agent.session("session-" + turn / 10)) {
            if (turn % 20 == 7) {
                Turn hanging = session.start(Input.of("hang " + turn));
                hanging.cancel("enough");
                assertThat(hanging.await()).isInstanceOf(Outcome.Cancelled.class);
            } else {
                assertThat(session.run((turn % 5 == 0 ? "delegate " : "work ") + turn)
                                .text())
                        .isEqualTo("done");
            }
        }
    }

    private static void workflow(WorkflowEngine engine, Agent agent) throws InterruptedException {
        var options = RunOptions.none().withLauncher(AgentLauncher.of(agent.subagents()));
        var script = WorkflowScript.of(SCRIPT);
        assertThat(engine.start(script, null, options).await().value()).hasToString("\"done\"");
    }

    private Agent agent(MimoMemory memory) {
        Tool echo = Tool.of("echo", "Echoes", Word.class, (word, context) -> word.text() + " " + "word ".repeat(400));
        return Agent.builder()
                .model(model())
                .model(Role.WRITER, (prompt, call) -> Reply.text("{\"changes\": [], \"findings\": []}"))
                .tools(echo, AgentTools.task())
                .permissions(Permissions.bypass())
                .memory(memory)
                .build();
    }

    /** Calls a tool or a sub-agent once in each turn, or hangs. A scripted model would keep every prompt. */
    private static Model model() {
        return new Model() {
            @Override
            public Reply reply(Prompt prompt, ModelCall call) {
                if (lastWords(prompt).startsWith("hang")) {
                    CountDownLatch cancelled = new CountDownLatch(1);
                    try (var signal = call.cancellation().onCancel(cancelled::countDown)) {
                        assertThat(signal).isNotNull();
                        cancelled.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    call.cancellation().throwIfCancelled();
                }
                return answer(prompt);
            }

            @Override
            public ModelFacts facts() {
                return ModelFacts.unknown(ModelRef.of("test", "soak")).withWindow(16_000);
            }
        };
    }

    private static Reply answer(Prompt prompt) {
        String words = lastWords(prompt);
        if (words.startsWith("work")) {
            return calling("echo", Map.of("text", words));
        }
        return words.startsWith("delegate")
                ? calling("task", Map.of("title", "says one word", "prompt", "say"))
                : new Reply(Message.assistant(Content.text("done")), StopReason.STOP, Usage.of(100, 2), null);
    }

    private static Reply calling(String tool, Map<String, String> arguments) {
        return new Reply(
                Message.assistant(ScriptedModel.toolCall(tool, arguments)),
                StopReason.TOOL_CALLS,
                Usage.of(100, 10),
                null);
    }

    private static String lastWords(Prompt prompt) {
        Message last = prompt.messages().get(prompt.messages().size() - 1);
        return last instanceof Message.User user ? user.text() : "";
    }
}
