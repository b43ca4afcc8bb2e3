package dev.mimo.environment;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Makes files ({@code 0600}) and folders ({@code 0700}) that only their owner can open, where the system has modes. */
public final class PrivateFiles {

    private static final FileAttribute<?>[] FILE = {
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
    };
    private static final FileAttribute<?>[] FOLDER = {
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
    };
    private static final FileAttribute<?>[] NONE = {};

    private PrivateFiles() {}

    /**
     * Makes an empty file; one that exists stays as it is.
     *
     * @return whether it was made
     */
    public static boolean create(Path file) throws IOException {
        try {
            Files.createFile(file, modes(file, FILE));
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    /** Makes a folder with all folders above it; those that exist stay as they are. */
    public static void createFolders(Path folder) throws IOException {
        Files.createDirectories(folder, modes(folder, FOLDER));
    }

    private static FileAttribute<?>[] modes(Path path, FileAttribute<?>[] posix) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix") ? posix : NONE;
    }
}
