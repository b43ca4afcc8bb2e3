package dev.mimo.memory.upkeep;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.memory.procedure.Procedure;
import dev.mimo.model.Json;
import dev.mimo.session.MemoryScope;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What distilling would propose, and nothing has been written yet. Immutable.
 *
 * @param findings what was done again and again, that which would spare most first
 * @param sessions how many sessions were read
 * @param tokens what models have taken to make it
 * @param mark what will be noted as seen when it is applied
 */
public record DistillPlan(MemoryScope.Project project, List<Finding> findings, int sessions, long tokens, String mark) {

    private static final int MOST_NAMED = 5;

    public DistillPlan {
        findings = List.copyOf(findings);
    }

    /** A procedure, and what comes of it. */
    public sealed interface Finding {
        Procedure procedure();

        /** It becomes an asset, once a person accepts it. */
        record Proposal(Procedure procedure, Asset asset) implements Finding {}

        /** It is left alone. */
        record LeftAlone(Procedure procedure, String why) implements Finding {}
    }

    /** What would be proposed. */
    public List<Asset> assets() {
        return proposals().stream().map(Finding.Proposal::asset).toList();
    }

    List<Finding.Proposal> proposals() {
        return findings.stream()
                .filter(Finding.Proposal.class::isInstance)
                .map(Finding.Proposal.class::cast)
                .toList();
    }

    /** A report for people, in Markdown. */
    public String toMarkdown() {
        StringBuilder text = new StringBuilder("# Distill of ")
                .append(project.id())
                .append("\n\n")
                .append(counted(sessions, "session"))
                .append(" read, ")
                .append(counted(findings.size(), "procedure"))
                .append(", ")
                .append(counted(proposals().size(), "proposal"))
                .append(", ")
                .append(counted(tokens, "token"))
                .append(".\n");
        findings.forEach(finding -> add(finding, text));
        return text.toString();
    }

    private static void add(Finding finding, StringBuilder text) {
        if (finding instanceof Finding.Proposal proposal) {
            text.append("\n## ").append(proposal.asset().id()).append("\n\n");
        } else if (finding instanceof Finding.LeftAlone left) {
            text.append("\n## Left alone: ").append(left.why()).append("\n\n");
        }
        text.append(because(finding.procedure())).append("\n\n");
        int number = 1;
        for (Procedure.Part part : finding.procedure().steps()) {
            text.append(number++)
                    .append(". `")
                    .append(code(part.step().shape()))
                    .append("`, such as `");
            text.append(part.examples().stream().map(DistillPlan::code).collect(Collectors.joining("`, `")));
            text.append("`\n");
        }
        if (finding instanceof Finding.Proposal proposal) {
            text.append("\n````markdown\n").append(proposal.asset().text()).append("````\n");
        }
    }

    /** Why there is something to it: how often, where and when. */
    static String because(Procedure procedure) {
        List<String> named = procedure.sessions().stream()
                .limit(MOST_NAMED)
                .map(Object::toString)
                .toList();
        int more = procedure.sessions().size() - named.size();
        return counted(procedure.steps().size(), "step") + ", " + procedure.count() + " times in "
                + procedure.sessions().size() + " sessions " + days(procedure) + ": " + String.join(", ", named)
                + (more > 0 ? " and " + more + " more" : "");
    }

    private static String days(Procedure procedure) {
        LocalDate first = day(procedure.first());
        LocalDate last = day(procedure.last());
        return first.equals(last) ? "on " + first : "from " + first + " to " + last;
    }

    private static LocalDate day(Instant time) {
        return time.atZone(ZoneOffset.UTC).toLocalDate();
    }

    private static String counted(long count, String what) {
        return "%,d %s%s".formatted(count, what, count == 1 ? "" : "s");
    }

    private static String code(String text) {
        return text.replace('`', '\'');
    }

    /** The same for programs. */
    public ObjectNode toJson() {
        ObjectNode json = Json.object()
                .put("project", project.id())
                .put("sessions", sessions)
                .put("tokens", tokens);
        ArrayNode list = json.putArray("findings");
        for (Finding finding : findings) {
            Procedure procedure = finding.procedure();
            ObjectNode one = list.addObject().put("count", procedure.count()).put("because", because(procedure));
            ArrayNode steps = one.putArray("steps");
            procedure.steps().forEach(part -> {
                ArrayNode examples =
                        steps.addObject().put("shape", part.step().shape()).putArray("examples");
                part.examples().forEach(examples::add);
            });
            ArrayNode where = one.putArray("sessions");
            procedure.sessions().forEach(session -> where.add(session.toString()));
            if (finding instanceof Finding.Proposal proposal) {
                one.putObject("asset")
                        .put("id", proposal.asset().id())
                        .put("kind", proposal.asset().kind().label())
                        .put("name", proposal.asset().name())
                        .put("text", proposal.asset().text());
            } else if (finding instanceof Finding.LeftAlone left) {
                one.put("left_alone", left.why());
            }
        }
        return json;
    }
}
