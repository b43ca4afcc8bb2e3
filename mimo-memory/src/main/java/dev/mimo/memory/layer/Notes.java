package dev.mimo.memory.layer;

import dev.mimo.memory.checkpoint.CheckpointWriter.Note;
import dev.mimo.memory.checkpoint.MemoryText;
import dev.mimo.memory.checkpoint.NoteSource;
import dev.mimo.session.SessionId;
import dev.mimo.tool.Tool;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What agents note for themselves: {@code sessions/<folder>/notes.md} under the memory root, one line a note, only ever added
 * to. The ledger holds the same text and how much of it checkpoints have taken in; it is the truth, the file is for readers.
 *
 * <p>Safe for use by several threads and processes. A note is durable when {@link #add} returns, and what is noted while a
 * checkpoint is written stays unread.
 */
public final class Notes implements NoteSource {

    static final String NAME = "notes.md";

    private static final String HEADING = "# Notes\n\n";
    private static final Pattern LINE = Pattern.compile("- \\(([a-z]+)\\) (.*)", Pattern.DOTALL);

    private final MemoryFolder folder;
    private final LayerLedger ledger;

    private Notes(MemoryFolder folder, LayerLedger ledger) {
        this.folder = folder;
        this.ledger = ledger;
    }

    /** Notes of the sessions under that memory root. */
    public static Notes in(Path root, LayerLedger ledger) {
        return new Notes(new MemoryFolder(root), ledger);
    }

    /** The tool {@code note}: the one way in which an agent writes to memory. */
    public Tool tool() {
        return new NoteTool(this);
    }

    /** All that was noted in a session, as the file has it; empty when nothing was. */
    public String text(SessionId session) {
        String text = ledger.find(Shelf.NOTES, session.folderName());
        return text == null ? fromFile(session) : text;
    }

    @Override
    public Unread unread(SessionId session) {
        String text = text(session);
        int offset = Math.min(consumed(session), text.length());
        List<Note> notes = new ArrayList<>();
        int at = 0;
        for (String line : text.split("(?<=\n)", -1)) {
            Matcher note = LINE.matcher(line.stripTrailing());
            NoteKind kind = note.matches() ? NoteKind.find(note.group(1)) : null;
            if (kind != null && at >= offset) {
                notes.add(new Note("n" + at, note.group(2), kind.section()));
            }
            at += line.length();
        }
        return new Unread(notes, text.length());
    }

    @Override
    public void consumed(SessionId session, long offset) {
        ledger.update(
                Shelf.CONSUMED,
                session.folderName(),
                old -> String.valueOf(Math.max(offset, old == null ? 0 : Long.parseLong(old))));
    }

    /** Forgets what the ledger has of a session; its folder goes with the session. */
    public void delete(SessionId session) {
        ledger.update(Shelf.NOTES, session.folderName(), old -> null);
        ledger.update(Shelf.CONSUMED, session.folderName(), old -> null);
    }

    /** Adds a note, on one line and without secrets, and gives it as it was written. */
    String add(SessionId session, NoteKind kind, String words) {
        String clean = MemoryText.clean(encodable(words)).strip().replaceAll("[\\s\\p{Cntrl}\u2028\u2029]+", " ");
        String line = "- (" + kind.word() + ") " + clean + "\n";
        Path file = file(session);
        return folder.alone(file, () -> {
            String found = fromFile(session);
            String text = Objects.requireNonNull(ledger.update(
                    Shelf.NOTES,
                    session.folderName(),
                    old -> (old == null ? found.isEmpty() ? HEADING : ended(found) : old) + line));
            folder.write(file, text.getBytes(StandardCharsets.UTF_8));
            return clean;
        });
    }

    /** Puts the file back to what was noted; false when it was so already. */
    boolean restore(SessionId session) {
        Path file = file(session);
        if (ledger.find(Shelf.NOTES, session.folderName()) == null) {
            return false;
        }
        folder.removeLinks(file);
        return !isRestored(session)
                && folder.alone(file, () -> {
                    boolean changed = !isRestored(session);
                    if (changed) {
                        folder.write(file, text(session).getBytes(StandardCharsets.UTF_8));
                    }
                    return changed;
                });
    }

    private boolean isRestored(SessionId session) {
        return text(session).equals(fromFile(session));
    }

    Path file(SessionId session) {
        return folder.session(session).resolve(NAME);
    }

    private int consumed(SessionId session) {
        String offset = ledger.find(Shelf.CONSUMED, session.folderName());
        return offset == null ? 0 : Integer.parseInt(offset);
    }

    /** Where the ledger lasts no longer than the process, the file is all there is. */
    private String fromFile(SessionId session) {
        byte @Nullable [] bytes = folder.read(file(session));
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }

    private static String ended(String text) {
        return text.endsWith("\n") ? text : text + "\n";
    }

    /** Half a character cannot be written down. */
    private static String encodable(String words) {
        return new String(words.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
