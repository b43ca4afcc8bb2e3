package dev.mimo.tool.coding;

import dev.mimo.tool.InvalidCall;
import dev.mimo.tool.ToolContext;
import dev.mimo.tool.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** The files of a call: names made into real paths, contents with what the session knows of them. Confined to the call. */
final class WorkFiles {

    private final ToolContext context;
    private final Workspace workspace;
    private final FileVersions versions;

    WorkFiles(ToolContext context) {
        this.context = context;
        this.workspace = context.workspace();
        this.versions = context.resources().get(FileVersions.class, FileVersions::new);
    }

    Path resolve(String given) {
        return workspace.resolve(given);
    }

    String show(Path real) {
        return workspace.show(real);
    }

    FileVersions versions() {
        return versions;
    }

    /** Runs {@code work} while no other call changes these files. */
    <T> T alone(Collection<Path> files, Callable<T> work) throws Exception {
        context.cancellation().throwIfCancelled();
        FileLocks locks = context.environment().resources().get(FileLocks.class, FileLocks::new);
        return locks.hold(files, work);
    }

    /** The bytes; when there is no such file, the failure names those that sound alike. */
    byte[] read(Path real) throws IOException {
        byte[] bytes = RegularFile.readIfPresent(real, show(real));
        if (bytes == null) {
            throw missing(real);
        }
        return bytes;
    }

    /** How many bytes a file has; when there is no such file, the failure names those that sound alike. */
    long size(Path real) throws IOException {
        try {
            return RegularFile.size(real, show(real));
        } catch (NoSuchFileException e) {
            throw missing(real);
        }
    }

    /** The failure of a file that is not there. */
    InvalidCall missing(Path real) {
        return new InvalidCall(NearestNames.missing(workspace, real));
    }

    byte @Nullable [] readIfPresent(Path real) throws IOException {
        return RegularFile.readIfPresent(real, show(real));
    }

    /** The text of a file that is to be changed. */
    TextFile text(Path real, byte[] bytes) {
        TextFile text = TextFile.decode(bytes);
        if (text == null) {
            throw new InvalidCall(
                    show(real) + " is binary or in an unknown encoding, " + RegularFile.size(bytes.length));
        }
        return text;
    }

    /** Refuses what the host closed to file tools, and what its owner made read-only. */
    void requireWritable(Path real) {
        if (workspace.isProtected(real)) {
            throw new InvalidCall(show(real) + " is protected: no file tool may change it");
        }
        if (RegularFile.exists(real) && !Files.isWritable(real)) {
            throw new InvalidCall(show(real) + " is read-only");
        }
    }

    void tell(Path real, FileChanged.Kind kind, byte @Nullable [] before, byte @Nullable [] after) {
        context.events()
                .emit(new FileChanged(context.callId(), show(real), kind, UnifiedDiff.of(show(real), before, after)));
    }
}
