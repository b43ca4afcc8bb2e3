package dev.mimo.undo;

import dev.mimo.environment.PrivateFiles;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;

/**
 * Contents of files under their own hashes, in a private folder, up to a number of bytes. Safe for use by several threads.
 *
 * <p>Read and written by streams that an interrupt does not close: calls are interrupted when a turn is cancelled, and what
 * they did until then is to be kept all the same.
 */
final class Blobs {

    /** Larger files are not read, bytes. */
    static final long LARGEST = 16 * 1024 * 1024;

    private final Path folder;
    private final long most;
    private long bytes;
    private int refused;

    Blobs(Path folder, long most) throws IOException {
        PrivateFiles.createFolders(folder);
        this.folder = folder;
        this.most = most;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            for (Path blob : all) {
                bytes += Files.size(blob);
            }
        }
    }

    /** The hash of a file, whose content is kept where there is room. */
    synchronized String keep(Path file) throws IOException {
        long size = Files.size(file);
        if (size > LARGEST) {
            refused++;
            return size + " bytes at " + Files.getLastModifiedTime(file);
        }
        if (bytes + size > most) {
            String hash = copy(file, OutputStream.nullOutputStream());
            refused += has(hash) ? 0 : 1;
            return hash;
        }
        Path temporary = folder.resolve(UUID.randomUUID() + ".tmp");
        PrivateFiles.create(temporary);
        try {
            String hash;
            try (OutputStream out = new FileOutputStream(temporary.toFile())) {
                hash = copy(file, out);
            }
            if (!has(hash)) {
                bytes += Files.size(temporary);
                Files.move(temporary, path(hash), StandardCopyOption.ATOMIC_MOVE);
            }
            return hash;
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** What stands at a path; unknown when it cannot be read or kept. */
    synchronized Image image(Path path) {
        try {
            return Image.of(path, this);
        } catch (IOException e) {
            refused++;
            return Image.UNKNOWN;
        }
    }

    boolean has(String hash) {
        return Files.exists(path(hash));
    }

    byte[] read(String hash) throws IOException {
        return Files.readAllBytes(path(hash));
    }

    /** How many files were not kept since this was last asked. */
    synchronized int takeRefused() {
        int count = refused;
        refused = 0;
        return count;
    }

    /** Removes what is not needed any more. */
    synchronized void retain(Set<String> hashes) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            for (Path blob : all) {
                if (!hashes.contains(blob.getFileName().toString())) {
                    bytes -= Files.size(blob);
                    Files.delete(blob);
                }
            }
        }
    }

    private Path path(String hash) {
        return folder.resolve(hash);
    }

    private static String copy(Path file, OutputStream to) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[64 * 1024];
        try (InputStream in = new FileInputStream(file.toFile())) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
                to.write(buffer, 0, n);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new LinkageError("every JDK has SHA-256", e);
        }
    }
}
