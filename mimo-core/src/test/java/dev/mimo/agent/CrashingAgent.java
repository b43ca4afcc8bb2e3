package dev.mimo.agent;

import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.Model;
import dev.mimo.model.Reply;
import dev.mimo.model.StopReason;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.model.Usage;
import dev.mimo.session.Entry;
import dev.mimo.session.FileSessionStore;
import dev.mimo.tool.Effect;
import dev.mimo.tool.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/**
 * A process to be killed: an agent that adds the numbers from 1 on to a file, one a step, and says what was stored as soon
 * as it is. It goes on where the process before it was killed, and looks at the file when it cannot know. Or one that hands
 * this down to a sub-agent of a sub-agent.
 */
final class CrashingAgent {

    private CrashingAgent() {}

    record Line(int number) {}

    record Nothing() {}

    public static void main(String[] arguments) throws Exception {
        Path root = Path.of(arguments[0]);
        int goal = Integer.parseInt(arguments[1]);
        int levels = Integer.parseInt(arguments[2]);
        try (FileSessionStore store = FileSessionStore.at(root.resolve("sessions"));
                Session session =
                        agent(root.resolve("numbers"), goal, levels, store).session("crash")) {
            System.out.println("open");
            System.out.println("end " + work(session, "count to " + goal));
        }
    }

    private static String work(Session session, String task) throws InterruptedException {
        Entry.TurnEnded before = session.recorder().see(SessionView::lastEnd);
        if (before != null) {
            return before.outcome();
        }
        return session.isResumable()
                ? session.resume(Map.of()).await().type()
                : session.run(task).type();
    }

    private static Agent agent(Path numbers, int goal, int levels, FileSessionStore store) {
        AgentBuilder top = levels == 0 ? counter(numbers, goal) : boss(numbers, goal, levels);
        return top.store(store)
                .listener(event -> {
                    if (event.event() instanceof TurnEvent.ToolCallFinished finished) {
                        System.out.println("stored " + finished.callId() + " " + finished.text());
                    }
                })
                .build();
    }

    private static AgentBuilder boss(Path numbers, int goal, int levels) {
        AgentBuilder below = levels == 1 ? counter(numbers, goal) : boss(numbers, goal, levels - 1);
        return Agent.builder()
                .model((prompt, call) -> handDown(levels, prompt.messages()))
                .tools(below.build().asTool("count", "Counts"));
    }

    private static Reply handDown(int level, List<Message> messages) {
        return messages.get(messages.size() - 1) instanceof Message.Tool told
                ? Reply.text(told.results().get(0).text())
                : Reply.calls(
                        ToolCall.of("count-" + level, "count", Json.object().put("task", "count")));
    }

    private static AgentBuilder counter(Path numbers, int goal) {
        Tool add = Tool.of("add", "Adds a number", Line.class, (line, ctx) -> {
            Files.writeString(numbers, line.number() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            return "added " + line.number();
        });
        Tool look = Tool.of("look", "Last number", Nothing.class, (none, ctx) -> "last " + last(numbers))
                .effect(Effect.READ);
        return Agent.builder().model(counting(goal)).tools(add, look);
    }

    private static int last(Path numbers) throws IOException {
        List<String> lines = Files.exists(numbers) ? Files.readAllLines(numbers) : List.of();
        return lines.isEmpty() ? 0 : Integer.parseInt(lines.get(lines.size() - 1));
    }

    /** Counts on from what it was told; when an addition is in doubt it looks first. */
    private static Model counting(int goal) {
        return (prompt, call) -> {
            List<Message> messages = prompt.messages();
            int step = messages.size();
            if (!(messages.get(step - 1) instanceof Message.Tool told)) {
                return ask(step, "look", 0);
            }
            int known = 0;
            for (ToolResult result : told.results()) {
                if (result.error()) {
                    return ask(step, "look", 0);
                }
                known = Math.max(known, Integer.parseInt(result.text().replaceAll("\\D+", "")));
            }
            return known >= goal ? Reply.text("counted to " + known) : ask(step, "add", known + 1);
        };
    }

    private static Reply ask(int step, String tool, int number) {
        ToolCall call = tool.equals("add")
                ? ToolCall.of("add-" + step, tool, Json.object().put("number", number))
                : ToolCall.of("look-" + step, tool, Json.object());
        List<Content> content = List.of(Content.text("step " + step), call);
        return new Reply(new Message.Assistant(content, null, null), StopReason.TOOL_CALLS, Usage.of(1, 1), null);
    }
}
