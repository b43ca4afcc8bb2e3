package dev.mimo.examples.month;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.memory.upkeep.UpkeepRun;
import dev.mimo.model.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What came of a month.
 *
 * @param weeks how memory stood at the end of each
 * @param ran the jobs that were due
 * @param accepted what was proposed, and accepted the same day
 * @param done what the user asked for
 * @param lost lines of the user's that stood in {@code MEMORY.md} once and do not, byte for byte, at the end
 * @param file the text of {@code MEMORY.md} at the end
 */
public record MonthReport(
        List<Week> weeks, List<Ran> ran, List<Accepted> accepted, List<Done> done, List<String> lost, String file) {

    private static final Pattern COMMENT = Pattern.compile(" <!-- mimo (\\{.*}) -->$", Pattern.MULTILINE);
    private static final Pattern ID = Pattern.compile("\\b[mp]-[0-9a-f]{12}\\b");

    public MonthReport {
        weeks = List.copyOf(weeks);
        ran = List.copyOf(ran);
        accepted = List.copyOf(accepted);
        done = List.copyOf(done);
        lost = List.copyOf(lost);
    }

    /**
     * How memory stood at the end of a week.
     *
     * @param entries that hold
     * @param tokens of their texts
     */
    public record Week(int number, int entries, long tokens) {}

    /**
     * A proposal that the user accepted.
     *
     * @param because what was seen
     */
    public record Accepted(int day, String id, String because) {}

    /**
     * A job that was due.
     *
     * @param changes of a dream, a line for each, in words
     */
    public record Ran(int day, String job, UpkeepRun.Status status, List<String> changes) {

        public Ran {
            changes = List.copyOf(changes);
        }

        static Ran of(int day, UpkeepRun run) {
            List<String> changes = new ArrayList<>();
            for (JsonNode change : run.report().path("changes")) {
                String old = change.path("was").asText("");
                String text = old.isEmpty() ? change.path("text").asText() : old;
                changes.add(change.path("what").asText() + ": " + text + " ("
                        + change.path("reason").asText() + ")");
            }
            return new Ran(day, run.job(), run.status(), changes);
        }

        String counts() {
            Map<String, Long> counts = changes.stream()
                    .collect(Collectors.groupingBy(
                            change -> change.substring(0, change.indexOf(':')),
                            LinkedHashMap::new,
                            Collectors.counting()));
            return counts.isEmpty()
                    ? status.name().toLowerCase(Locale.ROOT)
                    : counts.entrySet().stream()
                            .map(entry -> entry.getValue() + " " + entry.getKey())
                            .collect(Collectors.joining(", "));
        }
    }

    /**
     * Something that the user asked for.
     *
     * @param steps how many it took, those of sub-agents included
     */
    public record Done(int day, String task, int steps) {}

    /** The lines of {@code MEMORY.md} that a person wrote, or that keep what the user said. */
    static List<String> usersLines(String file) {
        return file.lines()
                .filter(line -> line.startsWith("- "))
                .filter(line -> !line.contains(" <!-- mimo ") || line.contains("\"origin\":\"user\""))
                .toList();
    }

    /** The lines of {@code MEMORY.md} that hold, without what stands behind them. */
    public List<String> current() {
        return file.lines()
                .filter(line -> line.startsWith("- ") && !line.contains("\"status\":\"retired\""))
                .map(line -> COMMENT.matcher(line).replaceAll("").substring(2))
                .toList();
    }

    /** What is told of an entry by its id, in its words. */
    private String inWords(String text) {
        return ID.matcher(text)
                .replaceAll(id -> file.lines()
                        .filter(line -> line.contains("\"id\":\"" + id.group() + "\""))
                        .findFirst()
                        .map(line -> Matcher.quoteReplacement(
                                "\"" + COMMENT.matcher(line).replaceAll("").substring(2) + "\""))
                        // What a person wrote has no comment, and so no id in the file.
                        .orElse("a line of the user's"));
    }

    /** The file as people read it: without what stands behind the lines, and what was given up struck out. */
    private String readable() {
        return file.lines()
                .map(line -> line.contains("\"status\":\"retired\"")
                        ? "- ~~" + COMMENT.matcher(line).replaceAll("").substring(2) + "~~"
                        : COMMENT.matcher(line).replaceAll(""))
                .collect(Collectors.joining("\n"));
    }

    /** For people. */
    public String toMarkdown() {
        StringBuilder text = new StringBuilder("""
                # A month of upkeep

                36 sessions on one project, one a day. A fact is remembered once two sessions saw it; a dream puts in order
                what is remembered, every 7 days. What is done again and again is proposed as a skill, a custom agent or a
                command every 30 days, and accepted here.

                | week | entries that hold | tokens | dream | distill |
                | ---: | ---: | ---: | --- | --- |
                """);
        for (Week week : weeks) {
            text.append("| %d | %d | %d | %s | %s |%n"
                    .formatted(week.number(), week.entries(), week.tokens(), dream(week), distill(week)));
        }
        text.append("\n## What was changed\n");
        for (Ran dream : dreams()) {
            text.append("\nDay ").append(dream.day()).append(":\n\n");
            dream.changes()
                    .forEach(change -> text.append("- ").append(inWords(change)).append('\n'));
            if (dream.changes().isEmpty()) {
                text.append("- nothing\n");
            }
        }
        text.append("\n## What was proposed and accepted\n\n");
        accepted.forEach(one -> text.append("- day ")
                .append(one.day())
                .append(": ")
                .append(one.id())
                .append(", ")
                .append(one.because())
                .append('\n'));
        text.append("\n## Steps of work that comes again\n\n| work | days | steps |\n| --- | --- | --- |\n");
        for (Procedure procedure : Procedure.values()) {
            List<Done> times =
                    done.stream().filter(one -> procedure.isMeant(one.task())).toList();
            text.append("| %s | %s | %s |%n"
                    .formatted(
                            procedure.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                            joined(times.stream().map(Done::day).toList()),
                            joined(times.stream().map(Done::steps).toList())));
        }
        text.append("\n## What the user said and wrote\n\n");
        text.append(
                lost.isEmpty()
                        ? usersLines(file).size() + " lines, all as they were written, byte for byte.\n"
                        : "Lost or changed: " + String.join("; ", lost) + "\n");
        return text.append("\n## MEMORY.md at the end\n\n````markdown\n")
                .append(readable())
                .append("\n````\n")
                .toString()
                .replace(System.lineSeparator(), "\n");
    }

    /** When dreams were due, and what they did. */
    public List<Ran> dreams() {
        return ran.stream().filter(one -> one.job().equals("dream")).toList();
    }

    /** When it was due to look for what is done again and again. */
    public List<Ran> distills() {
        return ran.stream().filter(one -> one.job().equals("distill")).toList();
    }

    private String distill(Week week) {
        return distills().stream()
                .filter(one -> (one.day() + 6) / 7 == week.number())
                .map(one -> "day " + one.day() + ": " + proposed(one.day()) + " proposed")
                .collect(Collectors.joining("; "));
    }

    private long proposed(int day) {
        return accepted.stream().filter(one -> one.day() == day).count();
    }

    private String dream(Week week) {
        return dreams().stream()
                .filter(dream -> (dream.day() + 6) / 7 == week.number())
                .map(dream -> "day " + dream.day() + ": " + dream.counts())
                .collect(Collectors.joining("; "));
    }

    private static String joined(List<Integer> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    /** For programs. */
    public ObjectNode toJson() {
        ObjectNode json = Json.object();
        weeks.forEach(week -> json.withArray("weeks")
                .addObject()
                .put("week", week.number())
                .put("entries", week.entries())
                .put("tokens", week.tokens()));
        dreams().forEach(dream -> {
            ObjectNode one = json.withArray("dreams")
                    .addObject()
                    .put("day", dream.day())
                    .put("status", dream.status().name().toLowerCase(Locale.ROOT));
            dream.changes().forEach(one.putArray("changes")::add);
        });
        accepted.forEach(one -> json.withArray("accepted")
                .addObject()
                .put("day", one.day())
                .put("id", one.id())
                .put("because", one.because()));
        done.forEach(one -> json.withArray("done")
                .addObject()
                .put("day", one.day())
                .put("task", one.task())
                .put("steps", one.steps()));
        return json;
    }
}
