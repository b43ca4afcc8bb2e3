package dev.mimo.examples.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.examples.report.ContextUse.Content;
import dev.mimo.examples.report.SessionReport.Counts;
import dev.mimo.examples.report.SessionReport.Head;
import dev.mimo.model.Cost;
import dev.mimo.model.Json;
import dev.mimo.model.Spent;
import dev.mimo.model.Usage;
import dev.mimo.session.Plan;
import java.util.List;
import java.util.Locale;

/** A report for programs. Times are ISO 8601 in UTC, durations milliseconds, costs US dollars as text; what is unknown is null. */
public final class ReportJson {

    private final SessionReport report;
    private final ObjectNode json = Json.object();

    private ReportJson(SessionReport report) {
        this.report = report;
    }

    public static ObjectNode of(SessionReport report) {
        return new ReportJson(report).write();
    }

    private ObjectNode write() {
        head(report.head());
        context(json.putObject("context"));
        spending(json.putObject("spending"));
        work(json.putObject("work"));
        new KnowledgeJson(report.memory()).write(json);
        tasks(report.plan().tasks(), json.putArray("plan"));
        excerpt(json.putObject("excerpt"));
        return json;
    }

    private void head(Head head) {
        json.put("session", head.session().value()).put("agent", head.agent()).put("task", head.task());
        head.models().forEach(json.putArray("models")::add);
        json.put("from", head.period().from().toString());
        json.put("until", head.period().until().toString());
        json.put("worked", head.period().worked().toMillis());
        json.put("outcome", head.ending().outcome()).put("ending", head.ending().text());
        Counts counts = head.counts();
        json.put("turns", counts.turns()).put("steps", counts.steps()).put("calls", counts.calls());
        json.put("failed", counts.failed()).put("denied", counts.denied());
    }

    private void context(ObjectNode to) {
        ContextUse context = report.context();
        to.put("budget", context.budget());
        ArrayNode steps = to.putArray("steps");
        for (ContextUse.Step step : context.steps()) {
            ObjectNode one = steps.addObject().put("sequence", step.sequence());
            one.put("at", step.at().toString()).put("tokens", step.tokens()).put("turn", step.turn());
        }
        ArrayNode rebuilds = to.putArray("rebuilds");
        for (ContextUse.Rebuild rebuild : context.rebuilds()) {
            ObjectNode one = rebuilds.addObject().put("at", rebuild.at().toString());
            one.put("step", rebuild.step()).put("cause", rebuild.cause()).put("before", rebuild.before());
            one.put("checkpoint", rebuild.checkpoint());
            if (rebuild.content() == null) {
                one.putNull("content");
            } else {
                content(rebuild.content(), one.putObject("content"));
            }
        }
    }

    private static void content(Content content, ObjectNode to) {
        to.put("budget", content.budget()).put("head", content.head()).put("allowed", content.allowed());
        ArrayNode blocks = to.putArray("blocks");
        content.blocks()
                .forEach(block -> blocks.addObject().put("name", block.name()).put("tokens", block.tokens()));
    }

    private void spending(ObjectNode to) {
        spent(report.spending().total(), to.putObject("total"));
        ObjectNode roles = to.putObject("by_role");
        report.spending().byRole().forEach((role, spent) -> spent(spent, roles.putObject(role.label())));
        agents(report.spending().agents(), to.putArray("agents"));
    }

    static void spent(Spent spent, ObjectNode to) {
        to.put("calls", spent.calls());
        usage(spent.usage(), to);
        Cost cost = spent.cost();
        to.put("usd", cost == null ? null : cost.usd().toPlainString());
    }

    static void usage(Usage usage, ObjectNode to) {
        to.put("input", usage.input()).put("output", usage.output()).put("reasoning", usage.reasoning());
        to.put("cache_read", usage.cacheRead()).put("cache_write", usage.cacheWrite());
    }

    private static void agents(List<Spending.Agent> agents, ArrayNode to) {
        for (Spending.Agent agent : agents) {
            ObjectNode one = to.addObject().put("session", agent.session().value());
            one.put("agent", agent.name()).put("task", agent.task()).put("outcome", agent.outcome());
            spent(agent.spent(), one.putObject("spent"));
            one.put("worked", agent.worked().toMillis());
            agents(agent.agents(), one.putArray("agents"));
        }
    }

    private void work(ObjectNode to) {
        ArrayNode calls = to.putArray("calls");
        for (Work.Call call : report.work().calls()) {
            ObjectNode one = calls.addObject().put("sequence", call.sequence());
            one.put("tool", call.tool()).put("subject", call.subject());
            one.put("from", call.from().toString());
            one.put("until", call.until() == null ? null : call.until().toString());
            one.put("result", lower(call.result()));
        }
        ArrayNode spans = to.putArray("spans");
        report.work()
                .spans()
                .forEach(span -> spans.addObject()
                        .put("from", span.from().toString())
                        .put("until", span.until().toString()));
    }

    private static void tasks(List<Plan.Task> tasks, ArrayNode to) {
        for (Plan.Task task : tasks) {
            ObjectNode one = to.addObject().put("id", task.id()).put("title", task.title());
            one.put("status", lower(task.status())).put("note", task.note());
            tasks(task.children(), one.putArray("tasks"));
        }
    }

    private void excerpt(ObjectNode to) {
        to.put("left", report.excerpt().left());
        ArrayNode lines = to.putArray("lines");
        for (Excerpt.Line line : report.excerpt().lines()) {
            ObjectNode one = lines.addObject().put("sequence", line.sequence());
            one.put("at", line.at().toString()).put("who", lower(line.who())).put("label", line.label());
            one.put("text", line.text()).put("length", line.length()).put("skipped", line.skipped());
        }
    }

    static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
