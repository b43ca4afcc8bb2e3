package dev.mimo.memory.layer;

import dev.mimo.environment.Sha256;
import dev.mimo.session.MemoryConflict;
import dev.mimo.session.MemoryEntry;
import dev.mimo.session.MemoryScope;
import dev.mimo.session.MemoryStore;
import dev.mimo.session.PersonsEntries;
import dev.mimo.session.StoreException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Memory in Markdown that people can read and edit: {@code projects/<id>/MEMORY.md} and {@code global/MEMORY.md} under the
 * memory root, a section for each kind, a bullet for each entry. One root is one trust domain: give each tenant its own.
 *
 * <p>A comment at the end of the line tells where an entry comes from; a bullet without one is a person's. A change touches
 * the lines of the entries that change and nothing else of the file. Nothing is read or written outside of the root, and
 * nobody but the owner can open the files.
 *
 * <p>Safe for use by several threads and processes. An editor takes no lock: when it saves while a change is made, the change
 * is made again on what it saved.
 */
public final class MarkdownMemoryStore implements MemoryStore {

    private static final int TRIES = 5;

    private final MemoryFolder folder;
    private final PublishedFiles published;

    private MarkdownMemoryStore(MemoryFolder folder, LayerLedger ledger) {
        this.folder = folder;
        published = new PublishedFiles(ledger);
    }

    /** Files under {@code root}, which is made with the first entry. */
    public static MarkdownMemoryStore at(Path root) {
        return at(root, new InMemoryLayerLedger());
    }

    /** The same, telling {@code ledger} what was written, by which changes of others are known. */
    public static MarkdownMemoryStore at(Path root, LayerLedger ledger) {
        return new MarkdownMemoryStore(new MemoryFolder(root), ledger);
    }

    @Override
    public Layer read(MemoryScope scope) {
        Path file = folder.file(scope);
        return layer(folder.read(file), file);
    }

    @Override
    public Layer update(MemoryScope scope, UnaryOperator<List<MemoryEntry>> change) {
        Path file = folder.file(scope);
        return folder.alone(file, () -> {
            for (int left = TRIES; left > 0; left--) {
                Layer now = tryUpdate(file, change);
                if (now != null) {
                    return now;
                }
            }
            throw new MemoryConflict(file + " was changed by others " + TRIES + " times while it was updated");
        });
    }

    /**
     * Lets a person edit the memory of a scope: a copy of the file, which takes its place when the editor ends. What they
     * write is theirs at once.
     *
     * @param editor blocks until the person has saved the file it is given
     * @return what is stored now
     * @throws MemoryConflict when others changed the file meanwhile
     * @throws StoreException when the text cannot be understood; as with a conflict, the copy is kept, and named
     */
    public Layer edit(MemoryScope scope, Consumer<Path> editor) {
        Path file = folder.file(scope);
        byte[] before = folder.read(file);
        byte[] shown = before == null ? MarkdownEdit.newFile() : before;
        Path copy = file.resolveSibling("MEMORY-" + UUID.randomUUID() + ".md");
        folder.alone(file, () -> {
            folder.write(copy, shown);
            return copy;
        });
        byte @Nullable [] after = edited(copy, shown, editor);
        if (after == null) {
            return layer(before, file);
        }
        Layer edited = layer(after, copy);
        if (edited.fault() != null) {
            throw new StoreException(edited.fault() + "; " + file + " is as it was", null);
        }
        return folder.alone(file, () -> {
            if (!Arrays.equals(before, folder.read(file))) {
                throw new MemoryConflict(file + " was changed by others meanwhile; what you wrote is in " + copy);
            }
            publish(file, before, after);
            folder.delete(copy);
            return edited;
        });
    }

    /** What the copy holds when the editor has ended; null when that is what it held, and the copy is of no use. */
    private byte @Nullable [] edited(Path copy, byte[] shown, Consumer<Path> editor) {
        boolean changed;
        try {
            editor.accept(copy);
        } finally {
            changed = !Arrays.equals(folder.read(copy), shown);
            if (!changed) {
                folder.delete(copy);
            }
        }
        return changed ? folder.read(copy) : null;
    }

    private void publish(Path file, byte @Nullable [] before, byte[] after) {
        String key = folder.key(file);
        published.announce(key, before == null ? new byte[0] : before, after);
        folder.write(file, after);
        published.settle(key, after);
    }

    /** Where the memory of a scope stands, for people to open. It may not exist yet. */
    public Path file(MemoryScope scope) {
        return folder.file(scope);
    }

    /**
     * What the file of a scope would hold after a change; nothing is written.
     *
     * @throws StoreException as {@link #update} does
     */
    public Draft draft(MemoryScope scope, UnaryOperator<List<MemoryEntry>> change) {
        Path file = folder.file(scope);
        byte[] before = folder.read(file);
        byte[] after = changed(before, change, file);
        byte[] held = before == null ? new byte[0] : before;
        return new Draft(held, after == null ? held : after);
    }

    /** What the file of a scope holds; empty when there is none. */
    public byte[] content(MemoryScope scope) {
        byte[] content = folder.read(folder.file(scope));
        return content == null ? new byte[0] : content;
    }

    /**
     * Puts {@code content} in the place of what the file holds, byte for byte and at once.
     *
     * @throws MemoryConflict when it no longer holds {@code expected}; nothing was changed then
     */
    public void replace(MemoryScope scope, byte[] expected, byte[] content) {
        Path file = folder.file(scope);
        folder.alone(file, () -> {
            byte[] held = content(scope);
            if (!Arrays.equals(held, expected)) {
                throw new MemoryConflict(file + " was changed by others meanwhile");
            }
            folder.sweep(file);
            publish(file, held, content);
            return file;
        });
    }

    /** The file of a scope before and after a change. */
    @SuppressWarnings("ArrayRecordComponent") // Compared by what they hold, by whoever compares.
    public record Draft(byte[] before, byte[] after) {}

    @Override
    public void close() {}

    /** Null when somebody saved the file meanwhile. */
    private @Nullable Layer tryUpdate(Path file, UnaryOperator<List<MemoryEntry>> change) {
        byte[] before = folder.read(file);
        byte[] after = changed(before, change, file);
        if (after == null) {
            return layer(before, file);
        }
        if (!Arrays.equals(before, folder.read(file))) {
            return null;
        }
        folder.sweep(file);
        publish(file, before, after);
        return layer(after, file);
    }

    /** The file with the change made; null when it changes nothing. */
    private static byte @Nullable [] changed(
            byte @Nullable [] before, UnaryOperator<List<MemoryEntry>> change, Path file) {
        Layer layer = layer(before, file);
        if (layer.fault() != null) {
            throw new StoreException(layer.fault() + "; it is left as it is until somebody mends it", null);
        }
        List<MemoryEntry> wanted = List.copyOf(change.apply(layer.entries()));
        PersonsEntries.requireKept(layer.entries(), wanted);
        if (wanted.equals(layer.entries())) {
            return null;
        }
        byte[] after = edited(before, wanted, file);
        return Arrays.equals(before, after) ? null : after;
    }

    /** Never gives what would not be read as it was meant. */
    private static byte[] edited(byte @Nullable [] before, List<MemoryEntry> wanted, Path file) {
        try {
            byte[] base = before == null || before.length == 0 ? MarkdownEdit.newFile() : before;
            byte[] after = MarkdownEdit.apply(MarkdownLayer.read(base), wanted);
            Map<String, MemoryEntry> read = byId(MarkdownLayer.read(after).entries());
            for (MemoryEntry entry : wanted) {
                if (!entry.belongsToPerson() && !entry.equals(read.get(entry.id()))) {
                    throw new StoreException(
                            "entry " + entry.id() + " cannot be kept in " + file + ": \"" + entry.text() + "\"", null);
                }
            }
            return after;
        } catch (LayerFault e) {
            throw new StoreException("these entries cannot be kept in " + file + ": " + e.getMessage(), e);
        }
    }

    private static Map<String, MemoryEntry> byId(List<MemoryEntry> entries) {
        Map<String, MemoryEntry> all = new HashMap<>();
        entries.forEach(entry -> all.put(entry.id(), entry));
        return all;
    }

    private static Layer layer(byte @Nullable [] bytes, Path file) {
        if (bytes == null) {
            return new Layer("", List.of(), null);
        }
        String version = Sha256.hex(bytes);
        try {
            return new Layer(version, MarkdownLayer.read(bytes).entries(), null);
        } catch (LayerFault e) {
            return new Layer(version, List.of(), file + ":" + e.line() + ": " + e.getMessage());
        }
    }
}
