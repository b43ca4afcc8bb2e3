package dev.mimo.extension;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A repository on disk, and a user's home beside it. */
record Project(Path folder) {

    static Project in(Path folder) {
        try {
            Path real = folder.toRealPath();
            Files.createDirectories(real.resolve("repo/.git"));
            Files.createDirectories(real.resolve("home"));
            return new Project(real);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path repo() {
        return folder.resolve("repo");
    }

    Path home() {
        return folder.resolve("home");
    }

    Project file(String path, String text) {
        try {
            Path file = folder.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Project link(String path, Path target) {
        try {
            Path link = folder.resolve(path);
            Files.createDirectories(link.getParent());
            Files.createSymbolicLink(link, target);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Project skill(String folder, String name, String description) {
        return file(folder + "/" + name + "/SKILL.md", skillText(name, description));
    }

    static String skillText(String name, String description) {
        return "---\nname: " + name + "\ndescription: " + description + "\n---\nBody of " + name + ".";
    }

    Extensions extensions() {
        return Extensions.of(repo());
    }

    LoadedExtensions trusted() {
        return extensions().trust(Trust.only(repo())).load();
    }

    static List<String> ignored(LoadedExtensions loaded) {
        return loaded.reports().stream()
                .filter(report -> !report.loaded())
                .map(Report::toString)
                .toList();
    }
}
