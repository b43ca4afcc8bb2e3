package dev.mimo.examples.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.examples.JavaProgram;
import dev.mimo.examples.web.WebClient.Events;
import dev.mimo.testing.PromptProtocol;
import dev.mimo.testing.ScriptedModel;
import dev.mimo.testing.server.LoopbackModelServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code mimo web} from the packaged jar, as a process that is ended by a signal. */
@Timeout(180)
class WebProcessIT {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void a_signal_ends_it_within_five_seconds_and_the_next_one_goes_on() throws Exception {
        ScriptedModel model = ScriptedModel.create()
                .protocol(PromptProtocol.shape())
                .hangUntilCancelled()
                .reply("Where was I? Done.");
        try (LoopbackModelServer models = LoopbackModelServer.serving(model)) {
            Process first = start(models);
            WebClient client = new WebClient(page(first));
            String session = client.begin("a long task");
            Events events = client.events(session, null);
            model.awaitHanging();

            long begun = System.nanoTime();
            first.destroy();
            boolean ended = first.waitFor(5, TimeUnit.SECONDS);
            Duration took = Duration.ofNanos(System.nanoTime() - begun);

            assertThat(ended).as("ended within 5 s, took " + took).isTrue();
            assertThat(first.exitValue()).isEqualTo(128 + 15);
            assertThat(events.await("ended").data().path("text").asText()).isEqualTo("the server was stopped");
            events.close();

            Process second = start(models);
            WebClient later = new WebClient(page(second));
            try (Events again = later.events(session, null)) {
                again.await(event -> event.data().path("text").asText().equals("Where was I? Done."));
            }
            second.destroy();
            assertThat(second.waitFor(5, TimeUnit.SECONDS)).isTrue();
            model.assertExhausted();
        }
    }

    @Test
    void a_process_that_was_killed_is_gone_on_with_as_well() throws Exception {
        ScriptedModel model = ScriptedModel.create()
                .protocol(PromptProtocol.shape())
                .hangUntilCancelled()
                .reply("Nothing was lost.");
        try (LoopbackModelServer models = LoopbackModelServer.serving(model)) {
            Process first = start(models);
            String session = new WebClient(page(first)).begin("a long task");
            model.awaitHanging();

            first.destroyForcibly().waitFor();

            Process second = start(models);
            try (Events again = new WebClient(page(second)).events(session, null)) {
                again.await(event -> event.data().path("text").asText().equals("Nothing was lost."));
            }
            second.destroy();
            assertThat(second.waitFor(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    private Process start(LoopbackModelServer models) throws IOException {
        List<String> line = JavaProgram.mimo("web", "--workspace", folder.toString());
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectError(folder.resolve("err").toFile());
        builder.environment().keySet().removeIf(name -> name.matches("(MIMO|OPENAI|ANTHROPIC)_.*|JAVA_TOOL_OPTIONS"));
        builder.environment().put("MIMO_HOME", folder.resolve("home").toString());
        builder.environment().put("OPENAI_COMPATIBLE_BASE_URL", models.baseUrl().toString());
        builder.environment().put("OPENAI_COMPATIBLE_MODEL", "scripted");
        return builder.start();
    }

    private static URI page(Process process) throws IOException {
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        assertThat(line).startsWith("mimo: http://127.0.0.1:");
        return URI.create(line.substring("mimo: ".length()));
    }
}
