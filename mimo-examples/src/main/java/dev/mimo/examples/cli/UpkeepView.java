package dev.mimo.examples.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.memory.upkeep.Distill;
import dev.mimo.memory.upkeep.Dream;
import dev.mimo.memory.upkeep.Proposed;
import dev.mimo.memory.upkeep.UpkeepRun;
import dev.mimo.model.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How upkeep of a project stands. */
record UpkeepView(Job dream, Job distill, List<Proposed> proposals) {

    private static final String END = System.lineSeparator();

    /**
     * One of the jobs.
     *
     * @param runs the last one first
     * @param due from when on the next one is due; null when no session has asked yet
     */
    record Job(String name, List<UpkeepRun> runs, @Nullable Instant due) {

        String text() {
            String last = runs.isEmpty()
                    ? "has not run yet"
                    : "ran last " + runs.get(0).at() + ", " + status(runs.get(0));
            String next =
                    due == null ? "due some time after the first session" : "due from " + due + " on, if there is news";
            return String.format(Locale.ROOT, "%-7s  %s; %s%n", name, last, next);
        }

        ObjectNode toJson() {
            return Json.object()
                    .put("last", runs.isEmpty() ? null : runs.get(0).at().toString())
                    .put("due", due == null ? null : due.toString());
        }
    }

    static UpkeepView of(Dream dream, Distill distill) {
        return new UpkeepView(
                new Job(
                        "dream",
                        dream.runs().stream()
                                .filter(run -> run.job().equals("dream"))
                                .toList(),
                        dream.findDue()),
                new Job("distill", distill.runs(), distill.findDue()),
                distill.proposals());
    }

    String text() {
        StringBuilder text = new StringBuilder(dream.text()).append(distill.text());
        for (Proposed proposed : proposals) {
            text.append(END)
                    .append(proposed.id())
                    .append(": ")
                    .append(proposed.because())
                    .append(END);
            text.append("  look at ").append(proposed.file()).append(END);
            text.append("  mimo upkeep accept ").append(proposed.id());
            text.append("   or   mimo upkeep reject ").append(proposed.id()).append(END);
        }
        text.append(runs().isEmpty() ? "" : END);
        for (UpkeepRun run : runs()) {
            text.append(String.format(Locale.ROOT, "%s  %s  %-11s %s%n", run.at(), run.id(), status(run), size(run)));
        }
        return text.toString();
    }

    private static String size(UpkeepRun run) {
        return run.job().equals("dream")
                ? run.report().path("changes").size() + " changes"
                : run.report().path("findings").size() + " findings";
    }

    /** Of both jobs, the last one first. */
    private List<UpkeepRun> runs() {
        List<UpkeepRun> all = new ArrayList<>(dream.runs());
        all.addAll(distill.runs());
        all.sort(Comparator.comparing(UpkeepRun::at).reversed());
        return all;
    }

    ObjectNode toJson() {
        ObjectNode json = Json.object();
        json.set("dream", dream.toJson());
        json.set("distill", distill.toJson());
        ArrayNode waiting = json.putArray("proposals");
        proposals.forEach(proposed -> waiting.addObject()
                .put("id", proposed.id())
                .put("because", proposed.because())
                .put("file", proposed.file().toString())
                .put("run", proposed.run()));
        ArrayNode all = json.putArray("runs");
        runs().forEach(run -> all.add(toJson(run)));
        return json;
    }

    private static ObjectNode toJson(UpkeepRun run) {
        ObjectNode json = Json.object()
                .put("id", run.id())
                .put("job", run.job())
                .put("at", run.at().toString())
                .put("status", status(run));
        json.set("report", run.report());
        return json;
    }

    static String status(UpkeepRun run) {
        return run.status().name().toLowerCase(Locale.ROOT);
    }
}
