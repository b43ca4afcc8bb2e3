package dev.mimo.memory.layer;

import dev.mimo.environment.EventSink;
import dev.mimo.memory.checkpoint.Finding;
import dev.mimo.session.MemoryEntry;
import dev.mimo.session.MemoryEntry.Origin;
import dev.mimo.session.MemoryEntry.Status;
import dev.mimo.session.MemoryScope;
import dev.mimo.session.MemoryStore;
import dev.mimo.session.SessionId;
import dev.mimo.session.Transcript;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides, on the evidence, what of a session is remembered beyond it. Safe for use by several threads; blocks while it
 * reads and writes.
 *
 * <p>What was found waits as a candidate of its project until it was seen in two distinct sessions, or the user said it, or
 * a check passed after it was seen. What the user said as a rule or a preference in two projects is proposed for all; only a
 * person's yes takes it there. What only tools say never becomes a rule or a preference.
 *
 * <p>What speaks against an older entry marks it only once it is remembered itself, and never an entry of the user.
 */
public final class Promotion {

    private final MemoryStore store;
    private final LayerLedger ledger;
    private final Clock clock;
    private final Proposals proposals;

    public Promotion(MemoryStore store, LayerLedger ledger, Clock clock) {
        this.store = store;
        this.ledger = ledger;
        this.clock = clock;
        proposals = new Proposals(ledger);
    }

    /**
     * Where findings come from.
     *
     * @param transcript that of the session, which holds the evidence
     * @param project the project in which the session works
     */
    public record Source(SessionId session, Transcript transcript, MemoryScope.Project project) {}

    /**
     * Takes up what a writer found. What rests on evidence that is not there is dropped.
     *
     * @throws dev.mimo.session.StoreException when memory cannot be changed now; what was found waits for the next time
     */
    public void promote(Source source, List<Finding> findings, EventSink events) {
        Candidates candidates = new Candidates(ledger, source.project().id());
        Map<String, Draft> drafts = drafts(source, findings, candidates);
        if (drafts.isEmpty()) {
            return;
        }
        LayerChange[] made = {new LayerChange(source.project().id(), List.of())};
        store.update(source.project(), entries -> {
            LayerChange change = new LayerChange(source.project().id(), entries);
            drafts.values().forEach(draft -> change.take(draft.entry, draft.sameAs));
            made[0] = change;
            return change.entries();
        });
        made[0].taken().forEach(candidates::remove);
        made[0].events().forEach(events::emit);
        for (Draft draft : drafts.values()) {
            if (draft.entry.origin() == Origin.USER && SameFact.binds(draft.entry)) {
                propose(draft.entry, source.project().id(), events);
            }
        }
    }

    /** A candidate, and the entry that a writer said it is the same as. */
    private record Draft(MemoryEntry entry, @Nullable String sameAs) {}

    /** What was found now, each with the candidate that says the same; and what is sure but could not be taken up before. */
    private Map<String, Draft> drafts(Source source, List<Finding> findings, Candidates candidates) {
        Map<String, Draft> drafts = new LinkedHashMap<>();
        List<MemoryEntry> waiting = new ArrayList<>(candidates.all());
        waiting.stream().filter(LayerChange::isSure).forEach(entry -> drafts.put(entry.id(), new Draft(entry, null)));
        EvidenceReader evidence = new EvidenceReader(source.transcript());
        for (Finding finding : findings) {
            MemoryEntry found = FoundEntry.find(source, finding, evidence, clock.instant());
            if (found == null) {
                continue;
            }
            MemoryEntry same = SameFact.find(found.text(), finding.sameAs(), waiting);
            MemoryEntry entry = same == null ? found : SameFact.merge(same, found);
            waiting.remove(same);
            waiting.add(entry);
            candidates.put(entry);
            drafts.put(entry.id(), new Draft(entry, finding.sameAs()));
        }
        candidates.trim();
        return drafts;
    }

    /** What was found in a project and is not sure enough to be remembered yet, the one seen first first. */
    public List<MemoryEntry> waiting(MemoryScope.Project project) {
        return new Candidates(ledger, project.id()).all();
    }

    /** What waits for a person's word before it is remembered for all projects. */
    public List<Proposal> proposals() {
        return proposals.open();
    }

    /**
     * Remembers a proposal for all projects: a person said so.
     *
     * @throws IllegalArgumentException when no such proposal is open
     */
    public void confirm(String id, EventSink events) {
        MemoryEntry proposed = proposals.entry(id);
        boolean[] added = {false};
        MemoryEntry entry = new MemoryEntry(
                id, proposed.kind(), proposed.text(), Status.CONFIRMED, Origin.USER, proposed.seen(), List.of());
        store.update(MemoryScope.global(), entries -> {
            added[0] = entries.stream()
                    .noneMatch(old -> Words.sayTheSame(old.text(), entry.text())
                            || old.id().equals(id));
            List<MemoryEntry> all = new ArrayList<>(entries);
            if (added[0]) {
                all.add(entry);
            }
            return all;
        });
        proposals.close(id, true);
        if (added[0]) {
            events.emit(new LayerEvent.MemoryPromoted("", entry, "confirmed by a person"));
        }
    }

    /**
     * Never proposes it again.
     *
     * @throws IllegalArgumentException when no such proposal is open
     */
    public void dismiss(String id) {
        proposals.entry(id);
        proposals.close(id, false);
    }

    private void propose(MemoryEntry entry, String project, EventSink events) {
        Proposal proposal = proposals.said(entry, project);
        if (proposal != null) {
            events.emit(new LayerEvent.MemoryProposed(proposal));
        }
    }
}
