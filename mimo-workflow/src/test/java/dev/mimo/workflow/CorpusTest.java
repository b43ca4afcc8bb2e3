package dev.mimo.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mimo.environment.MimoException;
import dev.mimo.model.Json;
import dev.mimo.workflow.journal.JournalRecord.Status;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Scripts in the style of those that people write for Claude Code, each with the outcome that the rules demand, worked out
 * without the engine: when all agents answer, and when every third fails. Agents work one at a time, so that their numbers are
 * the same each time.
 */
class CorpusTest {

    private static final ObjectNode NOTHING = Json.object();

    private static final WorkflowEngine ENGINE = WorkflowEngine.builder()
            .worktrees(null)
            .scripts(ref -> script(
                    ref.isTextual()
                            ? ref.asText()
                            : ref.path("script").asText(ref.path("name").asText())))
            .build();

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    /**
     * What is to come of a script.
     *
     * @param faulty whether every third agent fails
     */
    private record Case(String script, @Nullable JsonNode args, JsonNode caps, boolean faulty, JsonNode expected) {

        WorkflowResult run() throws InterruptedException {
            Caps allowed = Caps.defaults()
                    .withConcurrent(1)
                    .withAgents(caps.path("agents").asInt(1_000))
                    .withTokens(caps.has("tokens") ? caps.path("tokens").asLong() : null);
            RunOptions options = RunOptions.none()
                    .withCaps(allowed)
                    .withLauncher(new StubLauncher(faulty ? 3 : 0))
                    .withFiles(new NoFiles());
            return ENGINE.start(CorpusTest.script(script), args, options).await();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_script_ends_as_the_rules_demand_and_its_replay_asks_no_agent_and_ends_the_same(Case one) throws Exception {
        WorkflowResult result = one.run();

        assertThat(shown(result, one.expected())).isEqualTo(one.expected());
        if (result.fault() != null) {
            assertThat(result.fault().message())
                    .contains(one.expected().path("message").asText());
        }
        assertSameAgain(result);
    }

    @Test
    void every_script_of_the_corpus_has_an_expectation() {
        Set<String> expected = cases().map(one -> one.getPayload().script()).collect(Collectors.toSet());

        assertThat(expected)
                .hasSize(names().size())
                .hasSizeGreaterThanOrEqualTo(24)
                .containsAll(names());
    }

    private static void assertSameAgain(WorkflowResult first) throws InterruptedException {
        RunOptions nobody = RunOptions.none()
                .withFiles(new NoFiles())
                .withLauncher((call, scope) -> CallResult.failed("nobody is to be asked again"));

        WorkflowResult again = ENGINE.resume(first.run(), Resumption.usual().keepingFailures(), nobody)
                .await();

        assertThat(again.launched()).isZero();
        assertThat(again.value()).isEqualTo(first.value());
        assertThat(again.fault()).isEqualTo(first.fault());
    }

    static Stream<Named<Case>> cases() {
        List<Case> cases = new ArrayList<>();
        for (JsonNode entry : Json.read(resource("corpus/expected.json"))) {
            String script = entry.path("script").asText();
            JsonNode caps = entry.has("caps") ? entry.path("caps") : NOTHING;
            for (boolean faulty : new boolean[] {false, true}) {
                JsonNode expected = entry.path(entry.has("both") ? "both" : faulty ? "faulty" : "clean");
                cases.add(new Case(script, entry.get("args"), caps, faulty, expected));
            }
        }
        return cases.stream()
                .map(one -> Named.of(
                        one.script()
                                + (one.args() == null ? "" : " " + Json.write(one.args()))
                                + (one.faulty() ? ", every third agent fails" : ""),
                        one));
    }

    /** In the form of the expectations. */
    private static ObjectNode shown(WorkflowResult result, JsonNode expected) {
        ObjectNode shown = Json.object()
                .put("status", result.status().name().toLowerCase(Locale.ROOT))
                .put("agents", result.agents());
        shown.set("phases", Json.mapper().valueToTree(result.phases()));
        if (result.status() == Status.FAILED && result.fault() != null) {
            shown.put("line", result.fault().line());
            shown.set(
                    "message",
                    expected.has("message")
                            ? expected.get("message")
                            : TextNode.valueOf(result.fault().message()));
        } else if (result.value() != null) {
            shown.set("result", result.value());
        }
        // Numbers are compared as they are written.
        return (ObjectNode) Json.read(Json.write(shown));
    }

    private static WorkflowScript script(String nameOrSource) {
        if (SavedScripts.isSource(nameOrSource)) {
            return WorkflowScript.of(nameOrSource);
        }
        if (!names().contains(nameOrSource)) {
            throw new MimoException("there is no workflow " + nameOrSource);
        }
        return WorkflowScript.of(resource("corpus/" + nameOrSource + ".js"));
    }

    private static Set<String> names() {
        return resource("corpus")
                .lines()
                .filter(name -> name.endsWith(".js"))
                .map(SavedScript::withoutEnding)
                .collect(Collectors.toSet());
    }

    /** A file, or the names of those in a folder. */
    private static String resource(String name) {
        try (InputStream in = CorpusTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Finds nothing, and keeps nothing. */
    private static final class NoFiles implements WorkflowFiles {

        @Override
        public String read(String path) {
            return null;
        }

        @Override
        public boolean exists(String path) {
            return false;
        }

        @Override
        public List<String> glob(String pattern) {
            return List.of();
        }

        @Override
        public String hash(String path) {
            return null;
        }

        @Override
        public void write(String path, String content) {}
    }
}
