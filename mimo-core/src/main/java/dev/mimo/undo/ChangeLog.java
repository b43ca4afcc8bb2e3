package dev.mimo.undo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.MimoException;
import dev.mimo.environment.PrivateFiles;
import dev.mimo.model.Json;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The changes of a session, a line of JSON each, oldest first, and marks for those that were taken back. Safe for use by
 * several threads.
 */
final class ChangeLog {

    private static final Logger LOG = LoggerFactory.getLogger(ChangeLog.class);

    private final Path file;
    private final List<Change> open = new ArrayList<>();

    ChangeLog(Path file) throws IOException {
        this.file = file;
        if (!PrivateFiles.create(file)) {
            String text = Files.readString(file);
            text.lines().forEach(this::read);
            if (!text.isEmpty() && !text.endsWith("\n")) {
                append("\n");
            }
        }
    }

    /** Those not taken back, oldest first. */
    synchronized List<Change> open() {
        return List.copyOf(open);
    }

    synchronized void add(List<Change> changes) throws IOException {
        StringBuilder lines = new StringBuilder();
        changes.forEach(change -> lines.append(Json.write(change.toJson())).append('\n'));
        append(lines.toString());
        open.addAll(changes);
    }

    /** From now on {@code changes} are taken back. */
    synchronized void close(List<Change> changes) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Change change : changes) {
            ObjectNode mark = Json.object().put("closed", open.indexOf(change));
            lines.append(Json.write(mark)).append('\n');
            open.remove(change);
        }
        append(lines.toString());
    }

    private void append(String lines) throws IOException {
        try (FileOutputStream out = new FileOutputStream(file.toFile(), true)) {
            out.write(lines.getBytes(StandardCharsets.UTF_8));
            out.getFD().sync();
        }
    }

    /* A crash can cut the last line; what it told is then not known. */
    private void read(String line) {
        try {
            ObjectNode json = Json.readObject(line);
            if (json.has("closed")) {
                open.remove(json.path("closed").asInt());
            } else {
                open.add(Change.fromJson(json));
            }
        } catch (MimoException | IllegalArgumentException | IndexOutOfBoundsException e) {
            LOG.warn("a line of {} was cut and is left out", file);
        }
    }
}
