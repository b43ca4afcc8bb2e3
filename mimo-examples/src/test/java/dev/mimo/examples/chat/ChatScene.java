package dev.mimo.examples.chat;

import dev.mimo.environment.CancelledException;
import dev.mimo.environment.Environment;
import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.Model;
import dev.mimo.model.ModelCall;
import dev.mimo.model.ModelFacts;
import dev.mimo.model.ModelRef;
import dev.mimo.model.Prompt;
import dev.mimo.model.Reply;
import dev.mimo.model.StopReason;
import dev.mimo.model.TextDelta;
import dev.mimo.model.ToolCall;
import dev.mimo.model.Usage;
import dev.mimo.testing.server.LoopbackModelServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A model server to look at the chat with. It streams Markdown word by word, and does what the words of the input name:
 * {@code edit}, {@code bash}, {@code ask}, {@code plan}; {@code long} talks for a minute. Prints its address and stays.
 */
final class ChatScene implements Model {

    private static final String TABLE = """
            # What I found

            The `Interval` class is **half open**, which *nobody* checks. See [the docs](https://example.org/interval).

            1. `contains` treats the end as inside; this is the first of two things that are wrong here.
            2. The tests do not cover it.
               - neither for empty ones
               - nor for ✅ 日本語の名前

            ```java
            boolean contains(Instant at) {
                return !at.isBefore(start) && at.isBefore(end);
            }
            ```

            | File | Lines | What |
            |---|--:|---|
            | `Interval.java` | 36 | the interval itself, half open |
            | `Agenda.java` | 53 | all of them |

            > Nothing was changed yet.
            """;

    private final Environment environment = Environment.standard();

    public static void main(String[] args) throws InterruptedException {
        try (LoopbackModelServer server = LoopbackModelServer.serving(new ChatScene())) {
            System.out.println(server.baseUrl());
            new CountDownLatch(1).await();
        }
    }

    @Override
    public ModelFacts facts() {
        return ModelFacts.unknown(ModelRef.of("scene", "chat"));
    }

    @Override
    public Reply reply(Prompt prompt, ModelCall call) {
        Message last = prompt.messages().get(prompt.messages().size() - 1);
        String id = "call-" + prompt.messages().size();
        List<Content> content = new ArrayList<>();
        if (last instanceof Message.User user) {
            String text = user.text();
            if (text.contains("edit")) {
                content.add(ToolCall.of(
                        id, "write", Json.object().put("path", "a.txt").put("content", "one\ntwo\n")));
            } else if (text.contains("bash")) {
                content.add(
                        ToolCall.of(id, "bash", Json.object().put("command", "for i in 1 2 3; do\n  echo $i\ndone")));
            } else if (text.contains("ask")) {
                var arguments = Json.object().put("question", "Which colour?");
                arguments.putArray("options").add("red").add("blue");
                content.add(ToolCall.of(id, "ask_user", arguments));
            } else if (text.contains("git")) {
                content.add(ToolCall.of(id, "bash", Json.object().put("command", "git status")));
            }
            say(content.isEmpty() ? text.contains("long") ? TABLE.repeat(12) : TABLE : "I do that now.", content, call);
        } else {
            say("That is **done**.", content, call);
        }
        StopReason why = content.size() == 1 ? StopReason.STOP : StopReason.TOOL_CALLS;
        return new Reply(new Message.Assistant(content, null, null), why, Usage.of(1200, 85), null);
    }

    private void say(String text, List<Content> content, ModelCall call) {
        content.add(0, Content.text(text));
        for (String piece : text.split("(?<=[ \n])", -1)) {
            call.events().emit(new TextDelta(piece));
            try {
                environment.sleep(Duration.ofMillis(25), call.cancellation());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancelledException("interrupted");
            }
        }
    }
}
