package dev.mimo.memory.layer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.Event;
import dev.mimo.model.Json;
import dev.mimo.session.MemoryEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happens to the layers of memory. Texts in it are without secrets. */
public sealed interface LayerEvent extends Event {

    /**
     * Something is remembered from now on, or is surer than before.
     *
     * @param scope the project's id; empty for all projects
     * @param why {@code sessions}, {@code user}, {@code verified} or {@code confirmed by a person}
     */
    record MemoryPromoted(String scope, MemoryEntry entry, String why) implements LayerEvent {
        @Override
        public String type() {
            return "memory_promoted";
        }

        @Override
        public ObjectNode toJson() {
            return told(scope, entry).put("why", why);
        }
    }

    /**
     * Something new speaks against what is remembered.
     *
     * @param entry the older one
     * @param by the id of the new one
     * @param marked whether the older one counts as contradicted now; never so when it is the user's word
     */
    record MemoryContradicted(String scope, MemoryEntry entry, String by, boolean marked) implements LayerEvent {
        @Override
        public String type() {
            return "memory_contradicted";
        }

        @Override
        public ObjectNode toJson() {
            return told(scope, entry).put("by", by).put("marked", marked);
        }
    }

    /** The user said the same in several projects: a person may have it remembered for all of them. */
    record MemoryProposed(Proposal proposal) implements LayerEvent {
        @Override
        public String type() {
            return "memory_proposed";
        }

        @Override
        public ObjectNode toJson() {
            ObjectNode json = Json.object().put("id", proposal.id()).put("text", proposal.text());
            proposal.projects().forEach(json.putArray("projects")::add);
            return json;
        }
    }

    /**
     * A file of a session was changed by somebody who may not, and was put back.
     *
     * @param file its place under the memory root
     * @param call the call after which it was noticed; null outside of calls
     */
    record LayerRestored(String file, @Nullable String call) implements LayerEvent {
        @Override
        public String type() {
            return "layer_restored";
        }

        @Override
        public ObjectNode toJson() {
            return Json.object().put("file", file).put("call_id", call);
        }
    }

    /**
     * A MEMORY.md was changed by nobody who is known: what it held before stands there again, and the change waits for a
     * person's word.
     */
    record ChangeSetAside(UnverifiedChange change) implements LayerEvent {
        @Override
        public String type() {
            return "memory_change_set_aside";
        }

        @Override
        public ObjectNode toJson() {
            return Json.object()
                    .put("id", change.id())
                    .put("file", change.file())
                    .put("copy", change.copy().toString())
                    .put("call_id", change.call());
        }
    }

    /**
     * A session opened in a folder that is not known, while a project of the same name has lost its folder.
     *
     * @param message what a person can do about it
     */
    record ProjectMissed(String message) implements LayerEvent {
        @Override
        public String type() {
            return "memory_project_missed";
        }

        @Override
        public ObjectNode toJson() {
            return Json.object().put("message", message);
        }
    }

    private static ObjectNode told(String scope, MemoryEntry entry) {
        ObjectNode json = Json.object();
        if (!scope.isEmpty()) {
            json.put("project", scope);
        }
        json.put("id", entry.id())
                .put("kind", Provenance.word(entry.kind()))
                .put("status", Provenance.word(entry.status()))
                .put("origin", Provenance.word(entry.origin()))
                .put("text", entry.text());
        MemoryEntry.Seen seen = entry.seen();
        List<?> evidence = seen == null ? List.of() : seen.evidence();
        evidence.forEach(ref -> json.withArray("evidence").add(ref.toString()));
        return json;
    }
}
