package dev.mimo.memory.upkeep;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.Sha256;
import dev.mimo.memory.procedure.Procedure;
import dev.mimo.model.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How far distilling a project has come. Immutable.
 *
 * @param seen stands for what its sessions held when they were last read; empty before the first time
 * @param settled the keys of procedures that were proposed, or judged to be none; the last 1,000
 * @param accepted the ids of assets that a person has accepted
 * @param rejected the same of those that a person did not want
 */
record DistillMark(String seen, Set<String> settled, Set<String> accepted, Set<String> rejected) {

    private static final int MOST = 1_000;

    static DistillMark read(@Nullable String text) {
        ObjectNode json = text == null ? Json.object() : Json.readObject(text);
        return new DistillMark(
                json.path("seen").asText(), texts(json, "settled"), texts(json, "accepted"), texts(json, "rejected"));
    }

    private static Set<String> texts(ObjectNode json, String name) {
        Set<String> texts = new LinkedHashSet<>();
        json.path(name).forEach(one -> texts.add(one.asText()));
        return texts;
    }

    String write() {
        ObjectNode json = Json.object().put("seen", seen);
        put(json, "settled", settled);
        put(json, "accepted", accepted);
        put(json, "rejected", rejected);
        return Json.write(json);
    }

    private static void put(ObjectNode json, String name, Set<String> texts) {
        ArrayNode list = json.putArray(name);
        texts.forEach(list::add);
    }

    /** What stands for sessions that have grown so far. */
    static String seen(List<DreamMaterial.Grown> sessions) {
        StringBuilder all = new StringBuilder();
        sessions.forEach(one ->
                all.append(one.session()).append('\0').append(one.entries()).append('\n'));
        return Sha256.hex(all.toString(), 24);
    }

    boolean hasSettled(Procedure procedure) {
        return settled.contains(procedure.key());
    }

    DistillMark having(String nowSeen, Collection<Procedure> more) {
        Set<String> all = new LinkedHashSet<>(settled);
        more.forEach(procedure -> all.add(procedure.key()));
        List<String> kept = new ArrayList<>(all);
        return new DistillMark(
                nowSeen,
                new LinkedHashSet<>(kept.subList(Math.max(0, kept.size() - MOST), kept.size())),
                accepted,
                rejected);
    }

    DistillMark accepting(String id) {
        return new DistillMark(seen, settled, with(accepted, id), without(rejected, id));
    }

    DistillMark rejecting(String id) {
        return new DistillMark(seen, settled, without(accepted, id), with(rejected, id));
    }

    private static Set<String> with(Set<String> ids, String id) {
        Set<String> more = new LinkedHashSet<>(ids);
        more.add(id);
        return more;
    }

    private static Set<String> without(Set<String> ids, String id) {
        Set<String> fewer = new LinkedHashSet<>(ids);
        fewer.remove(id);
        return fewer;
    }
}
