package dev.mimo.judge;

import dev.mimo.agent.StopGate;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that must be there and hold a text; an empty text is held by each. */
final class FileEvidence implements Evidence {

    private static final int PIECE = 64 * 1024;

    private final String path;
    private final String text;

    FileEvidence(String path, String text) {
        this.path = path;
        this.text = text;
    }

    @Override
    public Finding look(StopGate.Stopping stopping) throws IOException {
        Path file = stopping.surroundings().workspace().resolve(path);
        String name = "file " + path;
        if (!Files.isRegularFile(file)) {
            return new Finding(name, false, "there is no such file");
        }
        if (!text.isEmpty() && !holds(file)) {
            return new Finding(name, false, "the file does not hold this text:\n" + text);
        }
        return new Finding(name, true, Files.size(file) + " bytes");
    }

    /* Piece by piece with an overlap, as nobody bounds what an agent writes. */
    private boolean holds(Path file) throws IOException {
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        StringBuilder window = new StringBuilder();
        char[] piece = new char[PIECE];
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(Files.newInputStream(file), decoder))) {
            for (int read = reader.read(piece); read >= 0; read = reader.read(piece)) {
                window.append(piece, 0, read);
                if (window.indexOf(text) >= 0) {
                    return true;
                }
                window.delete(0, Math.max(0, window.length() - text.length()));
            }
        }
        return false;
    }
}
