package dev.mimo.examples.duel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.environment.Cancellation;
import dev.mimo.examples.coder.Surroundings;
import dev.mimo.examples.duel.DuelTask.Length;
import dev.mimo.examples.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A small version of {@code mimo bench duel --offline}. */
class ScriptedDuelIT {

    @TempDir
    Path home;

    @ParameterizedTest
    @ValueSource(strings = {"off", "sliding"})
    void memory_makes_no_difference_below_the_window_and_wins_above(String off) throws Exception {
        ScriptedDuel duel = new ScriptedDuel(new ScriptedDuel.Size(7, 1, List.of(40, 210), 24_000), off);

        DuelReport report = duel.run(around(), line -> {});

        assertThat(report.rate(Length.SHORT)).isEqualTo(new WinRate(0, 1, 0));
        assertThat(report.rate(Length.LONG)).isEqualTo(new WinRate(1, 0, 0));
        assertThat(report.toJson().at("/under_200/second/solved").asInt()).isEqualTo(1);
        assertThat(report.toJson().at("/from_200/first/solved").asInt()).isEqualTo(1);
    }

    private Surroundings around() {
        PrintStream out = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        return new Surroundings(
                InputStream.nullInputStream(),
                Terminal.of(out, false, 100),
                out,
                home,
                (spec, environment) -> null,
                Cancellation.never());
    }
}
