package dev.mimo.memory.layer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.PrivateFiles;
import dev.mimo.environment.Sha256;
import dev.mimo.model.Json;
import dev.mimo.session.MemoryConflict;
import dev.mimo.session.MemoryScope;
import dev.mimo.session.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;

/** Compares files with what the ledger has of them. Safe for use by several threads. */
final class LayerWatch {

    private static final byte[] NOTHING = {};

    private final MemoryFolder folder;
    private final LayerLedger ledger;
    private final PublishedFiles published;
    private final Clock clock;
    private final Set<String> watched = new ConcurrentSkipListSet<>();

    LayerWatch(MemoryFolder folder, LayerLedger ledger, Clock clock) {
        this.folder = folder;
        this.ledger = ledger;
        this.clock = clock;
        published = new PublishedFiles(ledger);
    }

    /**
     * Watches over global memory, that of a project and all that was ever published. What was not watched over yet is taken
     * as it stands; all of it is when {@code anew}.
     */
    void adopt(MemoryScope.@Nullable Project project, boolean anew) {
        List<String> keys = new ArrayList<>(ledger.list(Shelf.LAYER, "").keySet());
        keys.add(folder.key(folder.file(MemoryScope.global())));
        if (project != null) {
            keys.add(folder.key(folder.file(project)));
        }
        for (String key : keys) {
            if (watched.add(key) || anew) {
                take(key, folder.root().resolve(key));
            }
        }
    }

    private void take(String key, Path file) {
        byte[] now = bytes(file);
        PublishedFiles.Published known = published.find(key);
        if (known == null ? now.length > 0 : !Arrays.equals(known.content(), now)) {
            folder.alone(file, () -> {
                published.settle(key, bytes(file));
                return key;
            });
        }
    }

    /** Puts a file back to the first of {@code texts}, unless it is one of them; whether it had to. */
    boolean restore(Path file, List<String> texts) {
        if (texts.isEmpty()) {
            return false;
        }
        folder.removeLinks(file);
        if (texts.contains(new String(bytes(file), StandardCharsets.UTF_8))) {
            return false;
        }
        return folder.alone(file, () -> {
            folder.write(file, texts.get(0).getBytes(StandardCharsets.UTF_8));
            return true;
        });
    }

    /** Sets aside what has changed since. */
    List<UnverifiedChange> changes(@Nullable String call) {
        List<UnverifiedChange> changes = new ArrayList<>();
        for (String key : watched) {
            Path file = folder.root().resolve(key);
            folder.removeLinks(file);
            if (!isKnown(key, file)) {
                UnverifiedChange change = folder.alone(file, () -> setAside(key, file, call));
                if (change != null) {
                    changes.add(change);
                }
            }
        }
        return changes;
    }

    private boolean isKnown(String key, Path file) {
        PublishedFiles.Published known = published.find(key);
        return known == null ? bytes(file).length == 0 : known.knows(bytes(file));
    }

    private @Nullable UnverifiedChange setAside(String key, Path file, @Nullable String call) {
        if (isKnown(key, file)) {
            return null;
        }
        byte[] changed = bytes(file);
        PublishedFiles.Published known = published.find(key);
        byte[] before = known == null ? NOTHING : known.content();
        String id = "u-" + Sha256.brief(key + Sha256.hex(changed) + Sha256.hex(before));
        Path copy = copy(file, id, changed);
        UnverifiedChange change = new UnverifiedChange(id, key, copy, clock.instant(), call);
        ledger.update(Shelf.UNVERIFIED, id, old -> write(change, before));
        if (known == null) {
            folder.delete(file);
        } else {
            folder.write(file, before);
        }
        return change;
    }

    private Path copy(Path file, String id, byte[] content) {
        Path aside = Objects.requireNonNull(file.getParent()).resolve("unverified");
        Path copy = aside.resolve(id + ".md");
        try {
            folder.requireOwn(copy);
            PrivateFiles.createFolders(aside);
        } catch (IOException e) {
            throw new StoreException("cannot make " + aside + ": " + e, e);
        }
        folder.write(copy, content);
        return copy;
    }

    List<UnverifiedChange> unverified() {
        List<UnverifiedChange> all = new ArrayList<>();
        ledger.list(Shelf.UNVERIFIED, "").forEach((id, text) -> all.add(read(id, text)));
        all.sort(Comparator.comparing(UnverifiedChange::at).thenComparing(UnverifiedChange::id));
        return all;
    }

    void accept(String id) {
        UnverifiedChange change = find(id);
        String before = Json.readObject(String.valueOf(ledger.find(Shelf.UNVERIFIED, id)))
                .path("before")
                .asText();
        Path file = folder.root().resolve(change.file());
        folder.alone(file, () -> {
            if (!Sha256.hex(bytes(file)).equals(before)) {
                throw new MemoryConflict(file + " has changed since; compare it with " + change.copy());
            }
            byte[] content = bytes(change.copy());
            published.announce(change.file(), bytes(file), content);
            folder.write(file, content);
            published.settle(change.file(), content);
            return change;
        });
        reject(id);
    }

    void reject(String id) {
        UnverifiedChange change = find(id);
        ledger.update(Shelf.UNVERIFIED, id, old -> null);
        folder.delete(change.copy());
    }

    private UnverifiedChange find(String id) {
        String text = ledger.find(Shelf.UNVERIFIED, id);
        if (text == null) {
            throw new IllegalArgumentException("no change " + id + " waits");
        }
        return read(id, text);
    }

    private String write(UnverifiedChange change, byte[] before) {
        return Json.write(Json.object()
                .put("file", change.file())
                .put("copy", folder.key(change.copy()))
                .put("at", change.at().toString())
                .put("call", change.call())
                .put("before", Sha256.hex(before)));
    }

    private UnverifiedChange read(String id, String text) {
        ObjectNode json = Json.readObject(text);
        return new UnverifiedChange(
                id,
                json.path("file").asText(),
                folder.root().resolve(json.path("copy").asText()),
                Instant.parse(json.path("at").asText()),
                json.path("call").textValue());
    }

    private byte[] bytes(Path file) {
        byte @Nullable [] bytes = folder.read(file);
        return bytes == null ? NOTHING : bytes;
    }
}
