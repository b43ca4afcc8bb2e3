package dev.mimo.testing.junit;

import dev.mimo.model.Content;
import dev.mimo.model.Cost;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.ProviderData;
import dev.mimo.model.Role;
import dev.mimo.model.Spent;
import dev.mimo.model.StopReason;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.model.Usage;
import dev.mimo.session.Entry;
import dev.mimo.session.Plan;
import dev.mimo.session.SessionId;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** An entry of every type, with whatever it may hold. */
final class EveryEntry {

    private EveryEntry() {}

    static List<Entry> list() {
        ToolCall call = new ToolCall(
                "c1",
                "bash",
                Json.object().put("command", "ls"),
                null,
                new ProviderData("openai", Json.read("{\"id\":12345678901234567890,\"x\":[1.5,null,true]}")));
        Message.Assistant reply = Message.assistant(
                new Content.Thinking("hm", new ProviderData("anthropic", Json.read("\"c2ln\""))),
                Content.text("so"),
                new Content.Opaque("gemini", Json.read("{\"kind\":\"new\"}")),
                new ToolCall("c2", "read", Json.object(), "{\"pa", null),
                call);
        return List.of(
                new Entry.Opened("agent", null),
                new Entry.Opened("child", SessionId.of("parent")),
                new Entry.TurnStarted("turn-1"),
                new Entry.TurnStarted("turn-2", Json.object().put("goal", true)),
                new Entry.MessageAdded(
                        new Message.User(
                                List.of(Content.text("look"), new Content.Image("image/png", "iVBORw0=")), "nudge"),
                        null),
                new Entry.Steered("steer-1", Message.user("stop")),
                new Entry.MessageAdded(Message.user("stop"), "steer-1"),
                new Entry.ReplyAdded(reply, StopReason.TOOL_CALLS, new Usage(1, 2, 3, 4, 5)),
                new Entry.CallStarted("c1"),
                new Entry.CallEdited("c1", Json.object().put("command", "ls -l")),
                new Entry.CallAllowed("c1"),
                new Entry.CallDelegated("c2", SessionId.of("child")),
                new Entry.CallFinished(ToolResult.error(call, "no")),
                new Entry.TurnMeasured(
                        "turn-1",
                        Duration.ofMillis(90_001),
                        new Spent(3, new Usage(1, 2, 3, 4, 5), null),
                        Cost.usd("0.125"),
                        Map.of()),
                new Entry.TurnMeasured(
                        "turn-1",
                        Duration.ofMillis(90_002),
                        new Spent(4, new Usage(2, 3, 3, 4, 5), null),
                        Cost.usd("0.125"),
                        Map.of(
                                Role.JUDGE,
                                new Spent(1, Usage.of(1, 1), Cost.usd("0.125")),
                                Role.MAIN,
                                new Spent(3, new Usage(1, 2, 3, 4, 5), null))),
                new Entry.TurnPaused("turn-1", List.of(new Entry.Question("c1", "may it?"))),
                new Entry.PlanChanged(Plan.empty().add(null, "first").add("T1", "part")),
                new Entry.Noted("goal", Json.object().put("met", false)),
                new Entry.TurnEnded("turn-1", "done", "the end"));
    }
}
