package dev.mimo.examples.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.memory.checkpoint.Checkpoint;
import dev.mimo.model.Cost;
import dev.mimo.session.MemoryEntry;
import dev.mimo.session.MemoryEntry.Seen;
import dev.mimo.session.MemoryScope;

/** Checkpoints and memories for programs. */
final class KnowledgeJson {

    private final Knowledge known;

    KnowledgeJson(Knowledge known) {
        this.known = known;
    }

    void write(ObjectNode to) {
        ArrayNode versions = to.putArray("checkpoints");
        known.versions().forEach(version -> version(version, versions.addObject()));
        Checkpoint newest = known.newest();
        if (newest == null) {
            to.putNull("checkpoint");
        } else {
            sections(newest, to.putObject("checkpoint"));
        }
        ArrayNode layers = to.putArray("memory");
        known.layers().forEach(layer -> layer(layer, layers.addObject()));
        ArrayNode quotes = to.putArray("quotes");
        known.quotes()
                .forEach(quote -> quotes.addObject()
                        .put("ref", quote.ref().toString())
                        .put("who", quote.who())
                        .put("text", quote.text()));
    }

    private static void version(Checkpoint version, ObjectNode to) {
        Checkpoint.Making making = version.making();
        Cost cost = making.cost();
        to.put("version", version.version()).put("status", ReportJson.lower(making.status()));
        to.put("at", making.at().toString()).put("model", making.model());
        ReportJson.usage(making.usage(), to);
        to.put("usd", cost == null ? null : cost.usd().toPlainString()).put("reason", making.reason());
        to.put("covered", version.marks().covered())
                .put("written", version.marks().written());
    }

    private static void sections(Checkpoint newest, ObjectNode to) {
        newest.sections().forEach((section, items) -> {
            ArrayNode list = to.putArray(ReportJson.lower(section));
            items.forEach(item -> {
                ObjectNode one = list.addObject().put("id", item.id()).put("text", item.text());
                item.evidence().forEach(one.putArray("evidence")::add);
                one.put("maker", ReportJson.lower(item.maker()));
            });
        });
    }

    private static void layer(Knowledge.Layer layer, ObjectNode to) {
        to.put("project", layer.scope() instanceof MemoryScope.Project project ? project.id() : null);
        to.put("fault", layer.fault());
        ArrayNode entries = to.putArray("entries");
        layer.entries().forEach(entry -> entry(entry, entries.addObject()));
    }

    private static void entry(MemoryEntry entry, ObjectNode to) {
        to.put("id", entry.id()).put("kind", ReportJson.lower(entry.kind())).put("text", entry.text());
        to.put("status", ReportJson.lower(entry.status())).put("origin", ReportJson.lower(entry.origin()));
        entry.paths().forEach(to.putArray("paths")::add);
        Seen seen = entry.seen();
        if (seen == null) {
            to.putNull("seen");
        } else {
            ObjectNode one = to.putObject("seen").put("first", seen.first().toString());
            one.put("last", seen.last().toString());
            seen.sessions().forEach(session -> one.withArray("sessions").add(session.value()));
            seen.evidence().forEach(ref -> one.withArray("evidence").add(ref.toString()));
            one.put("supersedes", seen.supersedes());
        }
    }
}
