package dev.mimo.providers.claude;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A home and a project with files of Claude Code. */
final class ClaudeHome {

    static final String SETTINGS = ".claude/settings.json";
    static final String LOCAL = ".claude/settings.local.json";

    final Path home;
    final Path project;
    final Map<String, String> environment = new HashMap<>();

    ClaudeHome(Path folder) {
        try {
            home = Files.createDirectories(folder.resolve("home")).toRealPath();
            project = Files.createDirectories(folder.resolve("project")).toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ClaudeHome users(String file, String text) {
        return write(home.resolve(file), text);
    }

    ClaudeHome projects(String file, String text) {
        return write(project.resolve(file), text);
    }

    ClaudeHome variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    ClaudeCodeConfig load() {
        return ClaudeCodeConfig.load(home, project, environment);
    }

    private ClaudeHome write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
