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
 * as it is. It goes on where the process before it was killed, and looks at the file when it cannot know.
 */
final class CrashingAgent {

    private CrashingAgent() {}

    record Line(int number) {}

    record Nothing() {}

    public static void main(String[] arguments) throws Exception {
        Path root = Path.of(arguments[0]);
        int goal = Integer.parseInt(arguments[1]);
        try (FileSessionStore store = FileSessionStore.at(root.resolve("sessions"));
                Session session = agent(root.resolve("numbers"), goal, store).session("crash")) {
            System.out.println("open");
            Outcome outcome = session.isResumable()
                    ? session.resume(Map.of()).await()
                    : session.run(Input.of("count to " + goal));
            System.out.println("end " + outcome.type());
        }
    }

    private static Agent agent(Path numbers, int goal, FileSessionStore store) {
        Tool add = Tool.of("add", "Adds a number", Line.class, (line, ctx) -> {
            Files.writeString(numbers, line.number() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            return "added " + line.number();
        });
        Tool look = Tool.of("look", "Last number", Nothing.class, (none, ctx) -> "last " + last(numbers))
                .effect(Effect.READ);
        return Agent.builder()
                .model(counting(goal))
                .tools(add, look)
                .store(store)
                .listener(event -> {
                    if (event.event() instanceof TurnEvent.ToolCallFinished finished) {
                        System.out.println("stored " + finished.callId() + " " + finished.text());
                    }
                })
                .build();
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
