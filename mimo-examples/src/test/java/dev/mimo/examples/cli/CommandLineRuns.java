package dev.mimo.examples.cli;

import dev.mimo.environment.Cancellation;
import dev.mimo.examples.coder.Surroundings;
import dev.mimo.examples.terminal.Terminal;
import dev.mimo.model.Model;
import dev.mimo.testing.FakeWorkspace;
import dev.mimo.testing.ScriptedModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs the command line in this process, with a scripted model and a workspace of its own. */
final class CommandLineRuns implements AutoCloseable {

    final FakeWorkspace files = FakeWorkspace.create();
    final Cancellation.Source interrupt = new Cancellation.Source();
    ScriptedModel model = ScriptedModel.create();
    String typed = "";

    private final Path home;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    CommandLineRuns(Path home) {
        this.home = home;
    }

    Map<String, String> variables = Map.of();

    /** {@code mimo run} in the workspace. */
    int run(String... arguments) {
        List<String> all =
                new ArrayList<>(List.of("run", "--workspace", files.root().toString()));
        all.addAll(List.of(arguments));
        return call(all.toArray(String[]::new));
    }

    int call(String... arguments) {
        return answer(model, arguments);
    }

    /** Where no model is to be had. */
    int callWithout(String... arguments) {
        return answer(null, arguments);
    }

    private int answer(@Nullable Model answering, String[] arguments) {
        Surroundings around = new Surroundings(
                new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
                Terminal.of(stream(out), false, 100),
                stream(err),
                home,
                (spec, environment) -> answering,
                interrupt);
        return Mimo.run(around, () -> variables, false, arguments);
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    void forgetErrors() {
        err.reset();
    }

    @Override
    public void close() {
        files.close();
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
