package dev.mimo.examples.month;

import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.Model;
import dev.mimo.model.ModelCall;
import dev.mimo.model.Prompt;
import dev.mimo.model.Reply;
import dev.mimo.model.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Does what is asked for, one call at a time, and knows nothing but its prompt. What it has to find out by itself takes it a
 * call for each thing; what is written down it does in one go. Safe for use by several threads.
 */
final class Worker implements Model {

    /** Where tickets are read. */
    static final String TICKETS = "tickets/";

    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
    private static final Pattern PLACEHOLDER = Pattern.compile("<[^<>]*>");

    @Override
    public Reply reply(Prompt prompt, ModelCall call) {
        int asked = asked(prompt.messages());
        List<Message> since = prompt.messages().subList(asked, prompt.messages().size());
        List<ToolCall> calls = calls(prompt, since, "c" + asked);
        long done = since.stream().filter(Message.Assistant.class::isInstance).count();
        return done < calls.size() ? Reply.calls(calls.get((int) done)) : Reply.text("Done.");
    }

    /** Where the last task stands: what a person said, or, for a sub-agent, what it was told first. */
    private static int asked(List<Message> messages) {
        int at = messages.size() - 1;
        while (at > 0 && !(messages.get(at) instanceof Message.User user && user.isPersons())) {
            at--;
        }
        return at;
    }

    private static List<ToolCall> calls(Prompt prompt, List<Message> since, String id) {
        String task = ((Message.User) since.get(0)).text();
        String written = CODE.matcher(prompt.system()).find() ? prompt.system() : task;
        if (CODE.matcher(written).find()) {
            return inOneGo(written, task, id);
        }
        for (Procedure procedure : Procedure.values()) {
            if (procedure.isMeant(task)) {
                ToolCall given = findGiven(procedure, prompt, task, id);
                return given == null ? procedure.byHand(task) : withIt(given, since, task);
            }
        }
        String ticket = TICKETS + task.replaceAll("\\D", "") + ".md";
        return List.of(ToolCall.of(id + "-look", "read", Json.object().put("path", ticket)));
    }

    /** The call that gets a skill, or hands the task over, where there is one for it. */
    private static @Nullable ToolCall findGiven(Procedure procedure, Prompt prompt, String task, String id) {
        for (var tool : prompt.tools()) {
            boolean offered = tool.description().contains(procedure.asset() + ": ");
            if (offered && tool.name().equals("skill")) {
                return ToolCall.of(id + "-skill", "skill", Json.object().put("name", procedure.asset()));
            }
            if (tool.name().equals("task") && Json.write(tool.inputSchema()).contains(procedure.asset())) {
                return ToolCall.of(
                        id + "-task",
                        "task",
                        Json.object()
                                .put("title", procedure.asset())
                                .put("prompt", task)
                                .put("kind", procedure.asset()));
            }
        }
        return null;
    }

    private static List<ToolCall> withIt(ToolCall given, List<Message> since, String task) {
        List<ToolCall> calls = new ArrayList<>(List.of(given));
        if (given.name().equals("skill")) {
            since.stream()
                    .filter(Message.Tool.class::isInstance)
                    .findFirst()
                    .ifPresent(told -> calls.addAll(
                            inOneGo(((Message.Tool) told).results().get(0).text(), task, given.id())));
        }
        return calls;
    }

    /** What is written between backticks: files first, then all commands as one. */
    private static List<ToolCall> inOneGo(String written, String task, String id) {
        String number = Procedure.number(task);
        List<String> commands = new ArrayList<>();
        List<ToolCall> calls = new ArrayList<>();
        for (MatchResult code : CODE.matcher(written).results().toList()) {
            String line = PLACEHOLDER.matcher(code.group(1)).replaceAll(number);
            if (line.startsWith("write ")) {
                calls.add(ToolCall.of(id + "-write", "write", Json.object().put("path", line.substring(6))));
            } else {
                commands.add(line);
            }
        }
        calls.add(ToolCall.of(id + "-bash", "bash", Json.object().put("command", String.join(" && ", commands))));
        return calls;
    }
}
