package dev.mimo.workflow;

import dev.mimo.workflow.SavedScript.Place;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The scripts that stand directly in a folder, as {@code name.js}. No file that leaves it by a link is read, nor one that is
 * no regular file.
 *
 * @param within where the folder itself must lie when its links are followed, a real path; null for anywhere
 */
record ScriptFolder(Place place, Path folder, @Nullable Path within) implements ScriptShelf {

    /** The largest file: 512 KiB, so that what it holds is never longer than {@link WorkflowScript#LONGEST}. */
    static final int LARGEST = 512 * 1024;

    /** Files looked at in one folder. */
    private static final int MOST_FILES = 1_000;

    @Override
    public List<Copy> copies() {
        List<Copy> copies = new ArrayList<>();
        try {
            Path real = folder.toRealPath();
            if (within != null && !real.startsWith(within)) {
                return List.of(broken(folder, "a link that leads out of " + within));
            }
            for (Path file : files()) {
                copies.add(copy(file, real));
            }
        } catch (NoSuchFileException e) {
            // Most projects have none.
        } catch (IOException | DirectoryIteratorException e) {
            copies.add(broken(folder, "it cannot be read: " + e.getClass().getSimpleName()));
        }
        return copies;
    }

    /** Whether a real path lies in it, and it in its project. */
    boolean holds(Path path) {
        try {
            Path real = folder.toRealPath();
            return path.startsWith(real) && (within == null || real.startsWith(within));
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether nothing there would be a script. */
    boolean isEmpty() {
        try {
            return files().isEmpty();
        } catch (IOException | DirectoryIteratorException e) {
            return true;
        }
    }

    /**
     * The script in a file.
     *
     * @throws IOException when it cannot be read; the message says why
     * @throws WorkflowException when it cannot be a workflow
     */
    static WorkflowScript read(Path real) throws IOException {
        try {
            return WorkflowScript.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes(real)))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new IOException("it is not in UTF-8", e);
        }
    }

    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "*.js")) {
            for (Path entry : entries) {
                // Hidden files are what editors leave behind.
                if (!String.valueOf(entry.getFileName()).startsWith(".")) {
                    files.add(entry);
                }
                if (files.size() == MOST_FILES) {
                    break;
                }
            }
        }
        files.sort(null);
        return files;
    }

    private Copy copy(Path file, Path realFolder) {
        try {
            Path real = file.toRealPath();
            if (!real.startsWith(realFolder)) {
                return broken(file, "a link that leads out of " + folder);
            }
            WorkflowScript script = read(real);
            return new Copy(SavedScript.of(script.meta(), place, file), script, real);
        } catch (NoSuchFileException e) {
            return broken(file, "a link that leads nowhere");
        } catch (IOException e) {
            return broken(file, reason(e));
        } catch (WorkflowException e) {
            return broken(file, String.valueOf(e.getMessage()));
        }
    }

    private Copy broken(Path file, String fault) {
        String name = SavedScript.withoutEnding(String.valueOf(file.getFileName()));
        return new Copy(new SavedScript(name, null, null, place, file, fault), null, null);
    }

    static String reason(IOException e) {
        String message = e.getMessage();
        return e.getClass() == IOException.class && message != null
                ? message
                : "it cannot be read: " + e.getClass().getSimpleName();
    }

    private static byte[] bytes(Path real) throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isRegularFile()) {
            throw new IOException("it is no plain file");
        }
        try (InputStream in = Channels.newInputStream(
                Files.newByteChannel(real, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)))) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new IOException("it is larger than " + LARGEST + " bytes: move data to args");
            }
            return bytes;
        }
    }
}
