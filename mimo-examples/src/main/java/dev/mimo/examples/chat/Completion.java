package dev.mimo.examples.chat;

import dev.mimo.examples.terminal.Printable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Completes commands at the beginning of a line, and files after an {@code @}, a folder at a time. */
final class Completion implements Completer {

    private static final int MOST = 200;

    private final Path workspace;
    private final Supplier<Collection<String>> commands;

    /** {@code commands}: the names there are now, without the slash. */
    Completion(Path workspace, Supplier<Collection<String>> commands) {
        this.workspace = workspace;
        this.commands = commands;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        String word = line.word();
        if (line.wordIndex() == 0 && word.startsWith("/")) {
            commands.get().forEach(name -> candidates.add(candidate("/" + name, true)));
        } else if (word.startsWith("@")) {
            files(word.substring(1)).forEach(file -> candidates.add(candidate("@" + file, !file.endsWith("/"))));
        }
    }

    private List<String> files(String typed) {
        String folder = typed.substring(0, typed.lastIndexOf('/') + 1);
        Path start = workspace.resolve(folder).normalize();
        List<String> files = new ArrayList<>();
        if (!start.startsWith(workspace) || !Files.isDirectory(start)) {
            return files;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(start)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                boolean hidden = name.startsWith(".") && !typed.startsWith(folder + ".");
                boolean plain = name.indexOf(' ') < 0 && Printable.text(name).equals(name);
                if (!hidden && plain && files.size() < MOST) {
                    files.add(folder + name + (Files.isDirectory(entry) ? "/" : ""));
                }
            }
        } catch (IOException e) {
            // A folder that cannot be read offers nothing.
            return List.of();
        }
        files.sort(null);
        return files;
    }

    private static Candidate candidate(String text, boolean complete) {
        return new Candidate(text, text, null, null, null, null, complete);
    }
}
