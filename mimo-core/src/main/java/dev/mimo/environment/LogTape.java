package dev.mimo.environment;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/** The write end of a log: what a disk can refuse. */
interface LogTape extends Closeable {

    /** Writes the first {@code length} bytes, all of them, from {@code position} on. */
    void write(long position, byte[] bytes, int length) throws IOException;

    /** Returns when all that was written survives a power loss. */
    void force() throws IOException;

    void truncate(long length) throws IOException;

    /** The file itself. A channel would be closed by the interrupt that cancels a turn; this is not. */
    final class Disk implements LogTape {

        private final RandomAccessFile file;

        Disk(Path path) throws IOException {
            file = new RandomAccessFile(path.toFile(), "rw");
        }

        @Override
        public void write(long position, byte[] bytes, int length) throws IOException {
            file.seek(position);
            file.write(bytes, 0, length);
        }

        @Override
        public void force() throws IOException {
            file.getFD().sync();
        }

        @Override
        public void truncate(long length) throws IOException {
            file.setLength(length);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
