package dev.mimo.examples.coder;

import dev.mimo.environment.Cancellation;
import dev.mimo.environment.Environment;
import dev.mimo.environment.MimoException;
import dev.mimo.examples.terminal.Terminal;
import dev.mimo.model.Model;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the commands take from the process around them.
 *
 * @param in standard input
 * @param terminal standard output
 * @param err for errors and hints
 * @param home where sessions are kept, and all else that outlives a run
 * @param models where models come from
 * @param interrupt signalled when the person wants it to end
 */
public record Surroundings(
        InputStream in, Terminal terminal, PrintStream err, Path home, ModelSource models, Cancellation interrupt) {

    /**
     * The model of that name, or, without a name, the one that the environment variables ask for, or
     * that was imported; null when there is none.
     *
     * @throws UsageError when something it needs is missing, such as a key
     */
    public @Nullable Model findModel(@Nullable String spec) {
        try {
            Model model = models.find(spec, Environment.standard());
            return model == null && spec == null ? new ClaudeImport(home).findModel(Environment.standard()) : model;
        } catch (MimoException e) {
            throw new UsageError(String.valueOf(e.getMessage()));
        }
    }

    /** Those of the process. */
    public static Surroundings ofProcess(Cancellation interrupt) {
        String home = System.getenv("MIMO_HOME");
        Path folder = home == null || home.isBlank()
                ? Path.of(System.getProperty("user.home"), ".mimo")
                : Path.of(home).toAbsolutePath();
        return new Surroundings(System.in, Terminal.standard(), System.err, folder, ModelSource.providers(), interrupt);
    }
}
