package dev.mimo.workflow.journal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.environment.AtomicFile;
import dev.mimo.environment.PrivateFiles;
import dev.mimo.model.Json;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Large values of a run, one file each, named by the SHA-256 of what is in it; equal values share a file. */
final class ValueFiles {

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    private final Path folder;

    /** Files in {@code folder}, which is made with the first of them. */
    ValueFiles(Path folder) {
        this.folder = folder;
    }

    /** Keeps a value, durably, and returns its hash. */
    String put(byte[] json) throws IOException {
        String hash = StoredText.hash(json);
        Path file = file(hash);
        if (!Files.exists(file)) {
            PrivateFiles.createFolders(folder);
            AtomicFile.write(file, json, true);
        }
        return hash;
    }

    /**
     * Reads a value.
     *
     * @throws DamagedJournal when the file does not hold what its name says
     */
    JsonNode get(String hash) throws IOException {
        if (!HASH.matcher(hash).matches()) {
            throw new JournalException("not the name of a value: " + hash, null);
        }
        Path file = file(hash);
        byte[] json;
        try (InputStream in = new FileInputStream(file.toFile())) {
            json = in.readAllBytes();
        }
        if (!StoredText.hash(json).equals(hash)) {
            throw new DamagedJournal(file + " does not hold what its name says", 0, null);
        }
        return Json.exact().readTree(json);
    }

    private Path file(String hash) {
        return folder.resolve(hash + ".json");
    }
}
