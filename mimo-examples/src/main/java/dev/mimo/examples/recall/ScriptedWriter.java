package dev.mimo.examples.recall;

import dev.mimo.memory.checkpoint.Checkpoint;
import dev.mimo.memory.checkpoint.CheckpointPatch;
import dev.mimo.memory.checkpoint.CheckpointPatch.Change;
import dev.mimo.memory.checkpoint.CheckpointPatch.Line;
import dev.mimo.memory.checkpoint.CheckpointWriter;
import dev.mimo.memory.checkpoint.Finding;
import dev.mimo.memory.checkpoint.Item;
import dev.mimo.memory.checkpoint.Section;
import dev.mimo.session.MemoryEntry;
import dev.mimo.session.Stored;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes checkpoints as a model of stated quality would: what it notices it keeps, in a line each, and takes out what that
 * replaces; some of what it keeps is of no use. Safe for use by several threads.
 */
final class ScriptedWriter implements CheckpointWriter {

    /** A patch may add 40 items to a section. */
    private static final int MOST_STATEMENTS = 30;

    private static final int MOST_NOISE = 4;
    private static final int NOISE_LENGTH = 160;

    private final Attention attention;
    private final Supplier<List<MemoryEntry>> remembered;
    private final AtomicLong tokens = new AtomicLong();

    /**
     * A writer of that attention.
     *
     * @param remembered what the project remembers, which a writer is shown as well
     */
    ScriptedWriter(Attention attention, Supplier<List<MemoryEntry>> remembered) {
        this.attention = attention;
        this.remembered = remembered;
    }

    private record Noticed(Statement statement, long sequence) {}

    /** What was read, up to {@code upTo}. */
    private record Read(long upTo, List<Noticed> noticed, List<Line> noise, List<Line> work) {}

    @Override
    public CheckpointPatch write(Material material) {
        Read read = read(material);
        Map<Section, Change> changes = new EnumMap<>(Section.class);
        for (Kind kind : List.of(Kind.RULE, Kind.DECISION, Kind.FACT)) {
            List<Line> lines = new ArrayList<>();
            Set<Statement.Subject> subjects = new HashSet<>();
            for (Noticed noticed : newestFirst(read.noticed())) {
                Statement statement = noticed.statement();
                if (statement.subject().of() == kind && subjects.add(statement.subject())) {
                    lines.add(new Line(Form.tell(statement), noticed.sequence()));
                }
            }
            if (kind == Kind.FACT) {
                lines.addAll(read.noise());
            }
            if (!lines.isEmpty()) {
                Section section = section(kind);
                changes.put(section, new Change(false, outdated(material.previous(), section, subjects), lines));
            }
        }
        if (!read.work().isEmpty()) {
            changes.put(Section.CURRENT_WORK, new Change(true, List.of(), read.work()));
        }
        changes.values().forEach(change -> change.add().forEach(line -> tokens.addAndGet(PromptSize.of(line.text()))));
        return new CheckpointPatch(read.upTo(), changes, findings(read.noticed()));
    }

    private Read read(Material material) {
        Range range = material.range();
        List<Noticed> noticed = new ArrayList<>();
        List<Line> noise = new ArrayList<>();
        List<Line> work = new ArrayList<>();
        long at = range.from();
        for (Stored stored : (Iterable<Stored>) material.transcript().stream(range.from())::iterator) {
            if (stored.sequence() >= range.to() || noticed.size() >= MOST_STATEMENTS) {
                break;
            }
            at = stored.sequence() + 1;
            String text = Spoken.text(stored.entry());
            tokens.addAndGet(PromptSize.of(text));
            for (Statement statement : Form.read(text)) {
                if (attention.notices(statement)) {
                    noticed.add(new Noticed(statement, stored.sequence()));
                }
            }
            if (noise.size() < MOST_NOISE && text.length() > 10 * NOISE_LENGTH) {
                noise.add(line(text.substring(text.length() / 2, text.length() / 2 + NOISE_LENGTH), stored.sequence()));
            } else if (text.startsWith("I go on with ")) {
                work = List.of(line(text, stored.sequence()));
            }
        }
        return new Read(at, noticed, noise, work);
    }

    private static Line line(String text, long sequence) {
        return new Line(text.replaceAll("\\s+", " ").strip(), sequence);
    }

    private static List<Noticed> newestFirst(List<Noticed> noticed) {
        List<Noticed> reversed = new ArrayList<>();
        noticed.forEach(one -> reversed.add(0, one));
        return reversed;
    }

    private static Section section(Kind kind) {
        return switch (kind) {
            case RULE -> Section.DIRECTIVES;
            case DECISION -> Section.DECISIONS;
            default -> Section.DISCOVERED_KNOWLEDGE;
        };
    }

    /** Items of the writer's own that speak of something about which there is news. */
    private static List<String> outdated(
            @Nullable Checkpoint previous, Section section, Set<Statement.Subject> subjects) {
        if (previous == null) {
            return List.of();
        }
        return previous.items(section).stream()
                .filter(item -> item.maker() == Item.Maker.MODEL)
                .filter(item -> Form.read(item.text()).stream().anyMatch(old -> subjects.contains(old.subject())))
                .map(Item::id)
                .toList();
    }

    private List<Finding> findings(List<Noticed> noticed) {
        List<Finding> findings = new ArrayList<>();
        List<MemoryEntry> entries = noticed.isEmpty() ? List.of() : remembered.get();
        for (Noticed one : noticed) {
            Statement statement = one.statement();
            String contradicted = null;
            for (MemoryEntry entry : entries) {
                for (Statement old : Form.read(entry.text())) {
                    if (old.subject().equals(statement.subject())
                            && !old.value().equals(statement.value())) {
                        contradicted = entry.id();
                    }
                }
            }
            findings.add(new Finding(
                    kind(statement.subject().of()),
                    Form.tell(statement),
                    List.of(one.sequence()),
                    List.of(),
                    null,
                    contradicted));
        }
        return findings;
    }

    private static MemoryEntry.Kind kind(Kind kind) {
        return switch (kind) {
            case RULE -> MemoryEntry.Kind.RULE;
            case DECISION -> MemoryEntry.Kind.DECISION;
            default -> MemoryEntry.Kind.FACT;
        };
    }

    /** Tokens that a model would have read and written. */
    long tokens() {
        return tokens.get();
    }
}
