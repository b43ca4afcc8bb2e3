package dev.mimo.session;

import dev.mimo.environment.DamagedLog;
import dev.mimo.environment.RecordLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The entries of a log; record 0 is the header, so that entry n is record n + 1. */
final class FileTranscript implements Transcript {

    private final Path file;
    private final RecordLog records;

    FileTranscript(Path file, RecordLog records) {
        this.file = file;
        this.records = records;
    }

    EntryFormat.Header header(SessionId expected) throws IOException {
        return header(records.page(0, 1).get(0), expected, file);
    }

    static EntryFormat.Header header(byte[] record, SessionId expected, Path file) {
        String place = file + ", record 0";
        EntryFormat.Header header = EntryFormat.readHeader(new String(record, StandardCharsets.UTF_8), place);
        if (!header.session().equals(expected)) {
            throw new StoreException(
                    place + " is of session \"" + header.session() + "\", not of \"" + expected + "\"", null);
        }
        return header;
    }

    @Override
    public long size() {
        try {
            return Math.max(0, records.size() - 1);
        } catch (DamagedLog e) {
            throw new StoreException(e.getMessage(), e);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    @Override
    public List<Stored> page(long from, int limit) {
        if (from < 0) {
            throw new IllegalArgumentException("a page is from 0 or more: " + from);
        }
        List<byte[]> lines;
        try {
            lines = records.page(from + 1, limit);
        } catch (DamagedLog e) {
            throw new StoreException(e.getMessage(), e);
        } catch (IOException e) {
            throw unreadable(e);
        }
        List<Stored> page = new ArrayList<>(lines.size());
        for (byte[] line : lines) {
            long sequence = from + page.size();
            String place = file + ", record " + (sequence + 1);
            Stored stored = EntryFormat.readStored(new String(line, StandardCharsets.UTF_8), place);
            if (stored.sequence() != sequence) {
                throw new StoreException(place + " has the sequence number " + stored.sequence(), null);
            }
            page.add(stored);
        }
        return page;
    }

    private StoreException unreadable(IOException e) {
        return new StoreException("cannot read " + file + ": " + e, e);
    }
}
