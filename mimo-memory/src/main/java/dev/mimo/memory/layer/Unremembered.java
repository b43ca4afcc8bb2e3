package dev.mimo.memory.layer;

import dev.mimo.memory.checkpoint.Checkpoint;
import dev.mimo.memory.checkpoint.Finding;
import dev.mimo.memory.checkpoint.Item;
import dev.mimo.memory.checkpoint.Section;
import dev.mimo.session.MemoryEntry;
import dev.mimo.session.MemoryEntry.Kind;
import dev.mimo.session.MemoryEntry.Origin;
import dev.mimo.session.MemoryEntry.Seen;
import dev.mimo.session.MemoryEntry.Status;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Finds what the checkpoints of a project's sessions hold and its memory does not, by the rules of {@link Promotion}: the
 * same in two distinct sessions, with evidence that is there. What the user said in one session
 * only is a matter of judgement: it may have been meant for that session.
 *
 * <p>Confined to one thread.
 */
public final class Unremembered {

    private static final Map<Section, Kind> KINDS = new EnumMap<>(Map.of(
            Section.DIRECTIVES, Kind.RULE,
            Section.DISCOVERED_KNOWLEDGE, Kind.FACT,
            Section.ERRORS_AND_FIXES, Kind.GOTCHA,
            Section.DECISIONS, Kind.DECISION));

    private final List<MemoryEntry> entries;
    private final List<Sighting> sightings = new ArrayList<>();

    private record Sighting(MemoryEntry entry, boolean fresh) {

        Sighting with(Sighting later) {
            return new Sighting(SameFact.merge(entry, later.entry), fresh || later.fresh);
        }
    }

    /**
     * Something that memory lacks.
     *
     * @param entry as it would be added
     * @param isDoubtful whether code cannot tell that it belongs there
     */
    public record Missing(MemoryEntry entry, boolean isDoubtful) {}

    /** Looks for what {@code entries} do not say. */
    public Unremembered(List<MemoryEntry> entries) {
        this.entries = List.copyOf(entries);
    }

    /** Takes in what was found before and is not sure enough; it comes before all checkpoints. */
    public void take(List<MemoryEntry> waiting) {
        waiting.forEach(entry -> sightings.add(new Sighting(entry, false)));
    }

    /**
     * Takes in what a model wrote into a checkpoint, and what the user said there in the way rules are said. Those of sessions that ran first come first.
     *
     * @param fresh whether it has not been looked at before; what stands in no fresh one is not found
     */
    public void take(Promotion.Source source, Checkpoint checkpoint, boolean fresh) {
        EvidenceReader evidence = new EvidenceReader(source.transcript());
        KINDS.forEach((section, kind) -> {
            for (Item item : checkpoint.items(section)) {
                MemoryEntry found = isFinding(item, kind)
                        ? FoundEntry.find(
                                source,
                                new Finding(kind, item.text(), item.evidence(), List.of(), null, null),
                                evidence,
                                checkpoint.making().at())
                        : null;
                // A directive that does not rest on the user's word is none.
                if (found != null && (kind != Kind.RULE || found.kind() == Kind.RULE)) {
                    sightings.add(new Sighting(found, fresh));
                }
            }
        });
    }

    /** Of what the user said all stands in a checkpoint, and most of it was for the work at hand. */
    private static boolean isFinding(Item item, Kind kind) {
        return item.maker() == Item.Maker.MODEL
                || (item.maker() == Item.Maker.USER && kind == Kind.RULE && FoundEntry.isOrder(item.text()));
    }

    /** What is missing: the user's own first, then what was seen most often and last. */
    public List<Missing> find() {
        return merged().stream()
                .filter(sighting -> sighting.fresh && (isSure(sighting.entry) || isRule(sighting.entry)))
                .map(Sighting::entry)
                .sorted(Comparator.comparing((MemoryEntry entry) -> entry.origin() != Origin.USER)
                        .thenComparingInt(entry -> -seen(entry).sessions().size())
                        .thenComparing(entry -> seen(entry).last(), Comparator.reverseOrder())
                        .thenComparing(MemoryEntry::id))
                .map(entry -> new Missing(confirmed(entry), !isSure(entry)))
                .toList();
    }

    private static boolean isSure(MemoryEntry entry) {
        return seen(entry).sessions().size() > 1;
    }

    private static boolean isRule(MemoryEntry entry) {
        return entry.kind() == Kind.RULE && entry.origin() == Origin.USER;
    }

    private static MemoryEntry confirmed(MemoryEntry entry) {
        return entry.status() == Status.OBSERVED ? entry.withStatus(Status.CONFIRMED) : entry;
    }

    private static Seen seen(MemoryEntry entry) {
        return Objects.requireNonNull(entry.seen());
    }

    /** Those of the same as one, without those of what is remembered. */
    private List<Sighting> merged() {
        List<String> texts = new ArrayList<>();
        entries.forEach(entry -> texts.add(entry.text()));
        sightings.forEach(sighting -> texts.add(sighting.entry.text()));
        SameTexts same = new SameTexts(texts);
        Map<Integer, Sighting> merged = new LinkedHashMap<>();
        for (int i = 0; i < texts.size(); i++) {
            Integer known = same.find(i);
            if (known == null) {
                same.add(i);
            }
            int place = known == null ? i : known;
            if (i >= entries.size() && place >= entries.size()) {
                merged.merge(place, sightings.get(i - entries.size()), Sighting::with);
            }
        }
        return List.copyOf(merged.values());
    }
}
