package dev.mimo.examples.month;

import dev.mimo.memory.checkpoint.CheckpointPatch;
import dev.mimo.memory.checkpoint.CheckpointWriter;
import dev.mimo.memory.checkpoint.Finding;
import dev.mimo.session.Entry;
import dev.mimo.session.MemoryEntry;
import dev.mimo.session.Stored;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A writer that believes whatever it reads: each line that says fact or rule is found to be one, whoever said it. */
final class Notebook implements CheckpointWriter {

    private static final Pattern LINE = Pattern.compile("(fact|Rule): ([^\n]+?)\\.?(?=\n|$)");
    private static final Pattern PATH = Pattern.compile("src/\\w+\\.java");

    @Override
    public CheckpointPatch write(Material material) {
        List<Finding> found = new ArrayList<>();
        for (Stored stored :
                (Iterable<Stored>) material.transcript().stream(material.range().from())::iterator) {
            if (stored.sequence() >= material.range().to()) {
                break;
            }
            Matcher line = LINE.matcher(text(stored.entry()));
            while (line.find()) {
                found.add(finding(line.group(1), line.group(2), stored.sequence()));
            }
        }
        return new CheckpointPatch(material.range().to(), Map.of(), found);
    }

    private static Finding finding(String word, String text, long sequence) {
        MemoryEntry.Kind kind = word.equals("fact") ? MemoryEntry.Kind.FACT : MemoryEntry.Kind.RULE;
        List<String> paths =
                PATH.matcher(text).results().map(match -> match.group()).toList();
        return new Finding(kind, text, List.of(sequence), paths, null, null);
    }

    private static String text(Entry entry) {
        if (entry instanceof Entry.MessageAdded added) {
            return added.message().text();
        }
        return entry instanceof Entry.CallFinished finished ? finished.result().text() : "";
    }
}
