package dev.mimo.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.model.Message;
import dev.mimo.model.ModelOptions;
import dev.mimo.model.Prompt;
import dev.mimo.model.Role;
import dev.mimo.model.ToolResult;
import dev.mimo.session.Entry;
import dev.mimo.session.FileSessionStore;
import dev.mimo.session.SessionInfo;
import dev.mimo.testing.PromptProtocol;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that runs an agent, at random points, until the agent has done its work all the same. */
class AgentCrashIT {

    @TempDir
    Path root;

    @Test
    void ten_kills_lose_nothing_and_repeat_nothing() throws Exception {
        killAndResume(10, 0, 1);
    }

    @Test
    void kills_of_a_tree_of_agents_lose_nothing_and_repeat_nothing() throws Exception {
        killAndResume(5, 2, 2);
    }

    @Test
    @Tag("crash")
    void two_hundred_kills_lose_nothing_and_repeat_nothing() throws Exception {
        killAndResume(200, 0, System.nanoTime());
    }

    @Test
    @Tag("crash")
    void two_hundred_kills_of_a_tree_lose_nothing_and_repeat_nothing() throws Exception {
        killAndResume(200, 2, System.nanoTime());
    }

    /** {@code levels}: how many agents stand above the one that works. */
    private void killAndResume(int kills, int levels, long seed) throws Exception {
        Random random = new Random(seed);
        int goal = kills * 12;
        List<String> promised = new ArrayList<>();
        for (int i = 0; i < kills; i++) {
            run(List.of(goal, levels), random.nextInt(12), random.nextInt(2_000_000), promised);
        }
        String end = run(List.of(goal, levels), Integer.MAX_VALUE, 0, promised);

        assertThat(end).as("seed " + seed).isEqualTo("end done");
        List<String> counted =
                IntStream.rangeClosed(1, goal).mapToObj(String::valueOf).toList();
        assertThat(Files.readAllLines(root.resolve("numbers")))
                .as("seed " + seed)
                .isEqualTo(counted);
        checkWhatIsStored(promised);
    }

    private void checkWhatIsStored(List<String> promised) {
        List<String> stored = new ArrayList<>();
        try (FileSessionStore store = FileSessionStore.at(root.resolve("sessions"))) {
            for (SessionInfo info : store.list()) {
                store.find(info.id()).stream(0).forEach(entry -> {
                    if (entry.entry() instanceof Entry.CallFinished finished) {
                        ToolResult result = finished.result();
                        stored.add(result.callId() + " " + result.text());
                    }
                });
            }
            assertThat(stored).containsAll(promised).doesNotHaveDuplicates();
            try (Session session = Agent.builder()
                    .model((prompt, call) -> dev.mimo.model.Reply.text("x"))
                    .store(store)
                    .build()
                    .session("crash")) {
                List<Message> messages = session.messages();
                PromptProtocol.shape().check(Role.MAIN, new Prompt("", messages, List.of(), ModelOptions.defaults()));
            }
        }
    }

    /** Runs until so many results were promised, spins a little, and kills; what the process said last, or "killed". */
    private String run(List<Integer> work, int results, int spins, List<String> promised)
            throws IOException, InterruptedException {
        Process process = start(work);
        String end = "killed";
        int seen = 0;
        try (BufferedReader said = process.inputReader()) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                if (line.startsWith("stored ")) {
                    promised.add(line.substring("stored ".length()));
                } else if (line.startsWith("end ")) {
                    end = line;
                }
                if (seen++ == results) {
                    for (int i = 0; i < spins; i++) {
                        Thread.onSpinWait();
                    }
                    process.toHandle().destroyForcibly();
                }
            }
        }
        process.waitFor();
        return end;
    }

    private Process start(List<Integer> work) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return new ProcessBuilder(List.of(
                        java.toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashingAgent.class.getName(),
                        root.toString(),
                        String.valueOf(work.get(0)),
                        String.valueOf(work.get(1))))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
