package dev.mimo.memory.upkeep;

import dev.mimo.environment.AtomicFile;
import dev.mimo.environment.PrivateFiles;
import dev.mimo.session.MemoryConflict;
import dev.mimo.session.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Assets in folders: {@code skills}, {@code agents} and {@code commands} below a top. Safe for use by several threads. */
record AssetFiles(Path top) {

    /** Files that an inventory reads at most, and bytes of each. */
    private static final int MOST_FILES = 2_000;

    private static final long LARGEST = 256 * 1024;
    private static final List<String> KINDS = List.of("skills", "agents", "commands");

    Path file(Asset asset) {
        return top.resolve(asset.file());
    }

    /** What a file holds; null when there is none. Links are not followed. */
    @Nullable
    String find(Path file) {
        Path path = top.resolve(file);
        try {
            return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) ? Files.readString(path) : null;
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw new StoreException("cannot read " + path + ": " + e, e);
        }
    }

    /**
     * Writes an asset, whole or not at all.
     *
     * @throws MemoryConflict when another one stands there
     */
    void write(Asset asset) {
        Path path = file(asset);
        String there = find(asset.file());
        if (there != null && !there.equals(asset.text())) {
            throw new MemoryConflict("there is another " + path + " already, and it is not overwritten");
        }
        if (there == null) {
            try {
                PrivateFiles.createFolders(Objects.requireNonNull(path.getParent()));
                AtomicFile.write(path, asset.text().getBytes(StandardCharsets.UTF_8), true);
            } catch (IOException e) {
                throw new StoreException("cannot write " + path + ": " + e, e);
            }
        }
    }

    /** Removes a file, and the folder of a skill that is empty then. */
    void remove(Path file) {
        Path path = top.resolve(file);
        try {
            Files.deleteIfExists(path);
            Path folder = Objects.requireNonNull(path.getParent());
            if (path.endsWith("SKILL.md") && Files.isDirectory(folder)) {
                try (Stream<Path> left = Files.list(folder)) {
                    if (left.findAny().isEmpty()) {
                        Files.delete(folder);
                    }
                }
            }
            AtomicFile.forceFolder(Objects.requireNonNull(Files.isDirectory(folder) ? folder : folder.getParent()));
        } catch (NoSuchFileException e) {
            // Gone with its folder: that is what was wanted.
        } catch (IOException e) {
            throw new StoreException("cannot remove " + path + ": " + e, e);
        }
    }

    /** The texts of all assets, by their names; of two with one name the first. What cannot be read is left out. */
    Map<String, String> inventory() {
        Map<String, String> all = new LinkedHashMap<>();
        for (String kind : KINDS) {
            Path folder = top.resolve(kind);
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.walk(folder, 4)) {
                    files.filter(file -> file.toString().endsWith(".md") && Files.isRegularFile(file))
                            .limit(MOST_FILES)
                            .forEach(file -> add(file, all));
                } catch (IOException e) {
                    throw new StoreException("cannot list " + folder + ": " + e, e);
                }
            }
        }
        return all;
    }

    private static void add(Path file, Map<String, String> all) {
        Path folder = Objects.requireNonNull(file.getParent());
        String name = String.valueOf(file.getFileName());
        boolean skill = name.equals("SKILL.md");
        try {
            if (Files.size(file) <= LARGEST) {
                String known = skill ? String.valueOf(folder.getFileName()) : name.substring(0, name.length() - 3);
                all.putIfAbsent(known, new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
            }
        } catch (NoSuchFileException e) {
            // Gone since it was listed.
        } catch (IOException e) {
            throw new StoreException("cannot read " + file + ": " + e, e);
        }
    }
}
