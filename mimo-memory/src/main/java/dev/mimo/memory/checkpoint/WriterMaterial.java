package dev.mimo.memory.checkpoint;

import dev.mimo.model.TokenEstimator;
import dev.mimo.session.MemoryEntry;
import dev.mimo.session.Plan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a writer has to know before it reads on; each part within its share of the room. Confined to one thread. */
final class WriterMaterial {

    private final TokenEstimator estimator;
    private final long room;
    private final StringBuilder text = new StringBuilder();
    private final Set<String> ids = new HashSet<>();

    WriterMaterial(TokenEstimator estimator, long room) {
        this.estimator = estimator;
        this.room = room;
    }

    String text() {
        return text.toString();
    }

    /** Ids of the memory entries that were given. */
    Set<String> ids() {
        return Set.copyOf(ids);
    }

    void checkpoint(@Nullable Checkpoint checkpoint) {
        text.append("# The checkpoint as it stands\n\n");
        if (checkpoint == null) {
            text.append("There is none yet.\n\n");
            return;
        }
        long share = room / 4;
        for (Section section : Section.values()) {
            List<String> lines = new ArrayList<>();
            for (Item item : checkpoint.items(section)) {
                StringBuilder line = new StringBuilder("- [" + item.id() + "] " + maker(item) + item.text());
                item.evidence().forEach(sequence -> line.append(" #").append(sequence));
                lines.add(line.toString());
            }
            if (section != Section.TASK_TREE && !lines.isEmpty()) {
                part("## " + PatchFormat.word(section), lines, share / 100 * section.percent());
            }
        }
    }

    private static String maker(Item item) {
        return switch (item.maker()) {
            case USER -> "the user: ";
            case NOTE -> "noted by the agent: ";
            case DIGEST -> "found by the runtime: ";
            case MODEL -> "";
        };
    }

    void remembered(List<MemoryEntry> entries) {
        List<String> lines = new ArrayList<>();
        for (MemoryEntry entry : entries) {
            ids.add(entry.id());
            lines.add("- [" + entry.id() + "] " + PatchFormat.word(entry.kind()) + ": " + entry.text());
        }
        part("# What is remembered beyond this session", lines, room / 10);
    }

    void notes(List<CheckpointWriter.Note> notes) {
        List<String> lines = new ArrayList<>();
        for (CheckpointWriter.Note note : notes) {
            String section = note.section() == null ? "" : PatchFormat.word(note.section()) + ": ";
            lines.add("- " + section + ItemText.of(note.text(), ItemText.LONGEST_WORDS));
        }
        part("# What the agent noted (it stands in the checkpoint already)", lines, room / 10);
    }

    void plan(Plan plan) {
        part("# The plan", plan.render().lines().toList(), room / 20);
    }

    void digest(Digest digest) {
        List<String> lines = new ArrayList<>();
        for (Digest.FileUse use : digest.files()) {
            lines.add("- #" + use.sequence() + " " + use.path() + ": " + use.how());
        }
        for (Digest.CommandRun run : digest.commands()) {
            lines.add("- #" + run.sequence() + " " + run.command() + ": " + run.ending());
        }
        // The newest ones first, in case not all of them fit.
        Collections.reverse(lines);
        digest.open().forEach(call -> lines.add("- has no result yet: " + call));
        digest.git().forEach(line -> lines.add("- git: " + ItemText.of(line, ItemText.LONGEST)));
        part("# What the runtime found itself", lines, room / 10);
    }

    /** Whole lines that fit, first ones first. */
    private void part(String heading, List<String> lines, long share) {
        if (lines.isEmpty()) {
            return;
        }
        StringBuilder part = new StringBuilder(heading).append("\n\n");
        long left = share - estimator.estimate(part);
        int shown = 0;
        for (String line : lines) {
            long size = estimator.estimate(line) + 1;
            if (size > left) {
                break;
            }
            part.append(line).append('\n');
            left -= size;
            shown++;
        }
        if (shown < lines.size()) {
            part.append("(").append(lines.size() - shown).append(" more)\n");
        }
        text.append(part).append('\n');
    }
}
