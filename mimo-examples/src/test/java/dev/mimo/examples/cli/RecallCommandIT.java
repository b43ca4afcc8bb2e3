package dev.mimo.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.model.Json;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecallCommandIT {

    @TempDir
    Path home;

    @Test
    void the_figures_come_as_one_line_of_json() {
        try (CommandLineRuns runs = new CommandLineRuns(home)) {
            int code = runs.call(
                    "bench", "recall", "--json", "--steps", "80", "--sessions", "2", "--window", "32K", "--seed", "5");

            assertThat(code).isZero();
            assertThat(runs.out().strip().lines()).hasSize(1);
            assertThat(runs.err()).isEmpty();
            JsonNode json = Json.readObject(runs.out());
            for (String kind : new String[] {"rules", "decisions", "facts"}) {
                double lower = Math.min(
                        json.at("/writers/digest/" + kind).asDouble(),
                        json.at("/writers/scripted/" + kind).asDouble());
                assertThat(json.path(kind).asDouble(-1))
                        .as(kind)
                        .isEqualTo(lower)
                        .isPositive();
            }
            assertThat(json.path("rebuilds").asInt()).isPositive();
            assertThat(json.path("max_context_share").asDouble()).isBetween(0.01, 0.45);
            assertThat(json.path("baselines").properties())
                    .extracting(baseline -> baseline.getKey())
                    .containsExactly("whole", "sliding", "summary");
            assertThat(json.at("/baselines/whole/facts").asDouble()).isEqualTo(1);
            assertThat(json.at("/baselines/sliding/tokens").asLong()).isPositive();
        }
    }

    @Test
    void a_table_shows_who_knows_what() {
        try (CommandLineRuns runs = new CommandLineRuns(home)) {
            int code = runs.call(
                    "bench", "recall", "--steps", "40", "--sessions", "1", "--window", "32K", "--writer", "scripted");

            assertThat(code).isZero();
            assertThat(runs.out())
                    .contains("contradictions", "mimo scripted", "sliding")
                    .doesNotContain("mimo digest");
            assertThat(runs.err()).contains("40 of 40 steps");
        }
    }

    @Test
    void what_makes_no_world_is_refused() {
        try (CommandLineRuns runs = new CommandLineRuns(home)) {
            assertThat(runs.call("bench", "recall", "--steps", "10")).isEqualTo(ExitCode.USAGE);
            assertThat(runs.err()).contains("40 steps");
            assertThat(runs.call("bench", "recall", "--window", "big")).isEqualTo(ExitCode.USAGE);
            assertThat(runs.call("bench")).isEqualTo(ExitCode.USAGE);
        }
    }
}
