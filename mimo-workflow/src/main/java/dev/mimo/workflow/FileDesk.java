package dev.mimo.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mimo.environment.MimoException;
import dev.mimo.environment.Sha256;
import dev.mimo.model.Json;
import dev.mimo.workflow.journal.CallPath;
import dev.mimo.workflow.journal.JournalRecord;
import dev.mimo.workflow.journal.JournalRecord.ReadKind;
import dev.mimo.workflow.script.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads and writes files for scripts, and records it. Used by the run's loop only. */
final class FileDesk {

    private final RunState state;

    FileDesk(RunState state) {
        this.state = state;
    }

    /**
     * Does what is asked. What it recorded is to be flushed before the script knows.
     *
     * @return the value as JSON text; null for none
     * @throws IOException when it cannot be done; the message reaches the script
     */
    @Nullable
    String answer(Request request) throws IOException {
        JsonNode body = Json.read(request.json());
        String target = body.path("target").asText();
        CallPath path = new CallPath(request.path());
        return switch (request.op()) {
            case "readFile" -> read(path, ReadKind.READ_FILE, target);
            case "exists" -> read(path, ReadKind.EXISTS, target);
            case "glob" -> read(path, ReadKind.GLOB, target);
            default -> write(path, target, body.path("content").asText());
        };
    }

    private String read(CallPath path, ReadKind kind, String target) throws IOException {
        JournalRecord.Read before = state.past.read(path, kind, target);
        if (before != null && !state.affected.contains(path)) {
            return Json.write(before.value());
        }
        JsonNode value = look(kind, target);
        if (before == null || !before.value().equals(value)) {
            state.ledger.add(new JournalRecord.Read(path, kind, target, value));
        }
        return Json.write(value);
    }

    private JsonNode look(ReadKind kind, String target) throws IOException {
        try {
            return switch (kind) {
                case READ_FILE -> text(state.files.read(target));
                case EXISTS -> BooleanNode.valueOf(state.files.exists(target));
                case GLOB -> {
                    ArrayNode found = Json.array();
                    state.files.glob(target).forEach(found::add);
                    yield found;
                }
            };
        } catch (MimoException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static JsonNode text(@Nullable String content) {
        return content == null ? NullNode.getInstance() : TextNode.valueOf(content);
    }

    private @Nullable String write(CallPath path, String target, String content) throws IOException {
        try {
            String after = Sha256.hex(content.getBytes(StandardCharsets.UTF_8));
            JournalRecord.Write before = state.past.write(path, target, after);
            if (before == null) {
                state.ledger.add(new JournalRecord.Write(path, target, state.files.hash(target), after));
                state.ledger.flush();
                state.files.write(target, content);
            } else {
                redo(before, content);
            }
            return null;
        } catch (MimoException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** An earlier pass wrote it, or was cut off just before; later writes of the same file count for more than this one. */
    private void redo(JournalRecord.Write write, String content) throws IOException {
        if (!write.equals(state.past.lastWrite(write.target()))) {
            return;
        }
        String now = state.files.hash(write.target());
        if (write.after().equals(now)) {
            return;
        }
        if (Objects.equals(write.before(), now)) {
            state.files.write(write.target(), content);
        } else {
            state.diverge(write.path(), "the file " + write.target() + " as it was left", "another content");
        }
    }
}
