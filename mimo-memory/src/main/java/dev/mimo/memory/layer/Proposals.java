package dev.mimo.memory.layer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.Sha256;
import dev.mimo.model.Json;
import dev.mimo.session.MemoryEntry;
import dev.mimo.session.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the user said, and in which projects; kept in the ledger. From two projects on it is proposed for all of them. */
final class Proposals {

    private static final int FEWEST = 2;

    private enum State {
        /** A person has not been asked, or has not answered. */
        OPEN,
        CONFIRMED,
        DISMISSED
    }

    private final LayerLedger ledger;

    Proposals(LayerLedger ledger) {
        this.ledger = ledger;
    }

    /** What waits for a person's word, by id. */
    List<Proposal> open() {
        List<Proposal> open = new ArrayList<>();
        ledger.list(Shelf.PROPOSAL, "").forEach((id, text) -> {
            ObjectNode json = Json.readObject(text);
            Proposal proposal = proposal(id, json);
            if (state(json) == State.OPEN && proposal.projects().size() >= FEWEST) {
                open.add(proposal);
            }
        });
        return open;
    }

    /** The user said this in that project. Gives a proposal when it became one by that. */
    @Nullable
    Proposal said(MemoryEntry entry, String project) {
        String id = findSame(entry);
        int[] before = {0};
        String now = ledger.update(Shelf.PROPOSAL, id, old -> {
            ObjectNode json = old == null ? Json.object() : Json.readObject(old);
            before[0] = json.path("projects").size();
            TreeSet<String> projects = new TreeSet<>(List.of(project));
            json.path("projects").forEach(one -> projects.add(one.textValue()));
            if (!json.has("line")) {
                json.put("state", State.OPEN.name()).put("line", EntryLine.write(entry));
            }
            projects.forEach(json.putArray("projects")::add);
            return Json.write(json);
        });
        ObjectNode json = Json.readObject(String.valueOf(now));
        Proposal proposal = proposal(id, json);
        boolean grown = before[0] < FEWEST && proposal.projects().size() >= FEWEST;
        return grown && state(json) == State.OPEN ? proposal : null;
    }

    /**
     * What was confirmed; the proposal is closed by {@link #close}.
     *
     * @throws IllegalArgumentException when no such proposal is open
     */
    MemoryEntry entry(String id) {
        String text = ledger.find(Shelf.PROPOSAL, id);
        if (text == null || open().stream().noneMatch(proposal -> proposal.id().equals(id))) {
            throw new IllegalArgumentException("no proposal " + id + " is open");
        }
        return entry(id, Json.readObject(text));
    }

    void close(String id, boolean confirmed) {
        State state = confirmed ? State.CONFIRMED : State.DISMISSED;
        ledger.update(
                Shelf.PROPOSAL,
                id,
                old -> old == null ? null : Json.write(Json.readObject(old).put("state", state.name())));
    }

    private String findSame(MemoryEntry entry) {
        for (Map.Entry<String, String> one : ledger.list(Shelf.PROPOSAL, "").entrySet()) {
            MemoryEntry known = entry(one.getKey(), Json.readObject(one.getValue()));
            if (Words.sayTheSame(known.text(), entry.text())) {
                return one.getKey();
            }
        }
        return "g-" + Sha256.brief(Words.normal(entry.text()));
    }

    private static Proposal proposal(String id, ObjectNode json) {
        MemoryEntry entry = entry(id, json);
        List<String> projects = new ArrayList<>();
        json.path("projects").forEach(one -> projects.add(one.textValue()));
        return new Proposal(id, entry.kind(), entry.text(), projects);
    }

    private static State state(ObjectNode json) {
        return State.valueOf(json.path("state").asText());
    }

    private static MemoryEntry entry(String id, ObjectNode json) {
        try {
            String line = json.path("line").asText();
            String text = EntryLine.findText(line);
            MemoryEntry entry = text == null ? null : EntryLine.findAgents(text, null, 1);
            if (entry == null) {
                throw new StoreException("proposal " + id + " in the ledger has no entry: " + line, null);
            }
            return entry;
        } catch (LayerFault e) {
            throw new StoreException("proposal " + id + " in the ledger cannot be read: " + e.getMessage(), e);
        }
    }
}
