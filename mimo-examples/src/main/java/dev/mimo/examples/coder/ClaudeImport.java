package dev.mimo.examples.coder;

import dev.mimo.environment.AtomicFile;
import dev.mimo.environment.Environment;
import dev.mimo.environment.MimoException;
import dev.mimo.environment.PrivateFiles;
import dev.mimo.model.Json;
import dev.mimo.model.Model;
import dev.mimo.model.Role;
import dev.mimo.permission.Rule;
import dev.mimo.providers.claude.ClaudeCodeConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The person's word that a set-up for Claude Code is to be used. Only its home is kept; what stands there is read anew by each
 * run, so that no key is ever copied. Confined to one thread.
 */
public final class ClaudeImport {

    private final Path file;

    /** {@code home}: private to the user. */
    public ClaudeImport(Path home) {
        this.file = home.resolve("claude.json");
    }

    /** Where it is kept. */
    public Path file() {
        return file;
    }

    /** From now on the set-up in that home is used. */
    public void keep(Path claudeHome) {
        byte[] text = Json.object()
                .put("format", 1)
                .put("home", claudeHome.toString())
                .toPrettyString()
                .getBytes(StandardCharsets.UTF_8);
        try {
            PrivateFiles.createFolders(file.getParent());
            AtomicFile.write(file, text, true);
        } catch (IOException e) {
            throw new MimoException("the import could not be kept in " + file, e);
        }
    }

    /** Whether there is one. */
    boolean isThere() {
        return Files.isRegularFile(file);
    }

    /** Its main model; null when there is no import, or it has none. */
    @Nullable
    Model findModel(Environment environment) {
        Path home = findHome();
        ClaudeCodeConfig config = home == null ? null : ClaudeCodeConfig.load(home, home);
        return config == null || !config.hasModel() ? null : config.model(Role.MAIN, environment);
    }

    /** Its rules for a workspace; none when there is no import. */
    List<Rule> rules(Path workspace) {
        Path home = findHome();
        return home == null
                ? List.of()
                : ClaudeCodeConfig.load(home, workspace).permissions().rules();
    }

    private @Nullable Path findHome() {
        if (!isThere()) {
            return null;
        }
        try {
            Path home =
                    Path.of(Json.readObject(Files.readString(file)).path("home").asText());
            if (!home.isAbsolute() || !Files.isDirectory(home)) {
                throw new UsageError(
                        "the home of Claude Code that " + file + " names is gone: mimo import-claude again.");
            }
            return home;
        } catch (IOException | IllegalArgumentException | MimoException e) {
            throw new UsageError(file + " cannot be read: mimo import-claude again.");
        }
    }
}
