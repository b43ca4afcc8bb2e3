package dev.mimo.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.Cancellation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The scripts that people may begin with, run dry. */
class ExampleWorkflowsTest {

    static Stream<Path> scripts() {
        try (Stream<Path> files = Files.list(Path.of("workflows"))) {
            return files.sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void an_example_ends_well_whoever_fails(Path script) throws Exception {
        for (DryRun.@Nullable Failing failing :
                new DryRun.Failing[] {null, new DryRun.Failing(3, 2), new DryRun.Failing(2, 0), new DryRun.Failing(1, 0)
                }) {
            ObjectNode end = DryRun.of(Files.readString(script), null, failing, Cancellation.never());

            assertThat(end.path("status").asText())
                    .as("%s %s: %s", script, failing, end)
                    .isEqualTo("completed");
            // A nested workflow is not run dry.
            assertThat(end.path("agents").asInt() > 0 || script.endsWith("nested.js"))
                    .isTrue();
        }
    }
}
