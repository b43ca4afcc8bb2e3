package dev.mimo.examples.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A stand-in for a model that needs no network. It knows three ways to repair the demo's project and nothing else; which
 * one it tries, and whether it takes one back, depends on what the tools answer. It keeps no state: all it goes by is in
 * the prompt. Safe for use by several threads.
 */
public final class OfflineModel implements Model {

    private static final ModelRef NAME = ModelRef.of("offline", "demo");

    private final Environment environment;
    private final Duration pace;

    /** Says a word every {@code pace}; zero says all at once. */
    public OfflineModel(Environment environment, Duration pace) {
        this.environment = environment;
        this.pace = pace;
    }

    @Override
    public ModelFacts facts() {
        return ModelFacts.unknown(NAME);
    }

    @Override
    public Reply reply(Prompt prompt, ModelCall call) {
        Observed seen = Observed.in(prompt.messages());
        Idea idea = think(seen);
        stream(idea.words, call);
        List<Content> content = new ArrayList<>();
        content.add(Content.text(idea.words));
        for (Wish wish : idea.wishes) {
            String id = "call-" + (seen.count() + content.size());
            content.add(ToolCall.of(id, wish.tool, wish.arguments));
        }
        StopReason why = idea.wishes.isEmpty() ? StopReason.STOP : StopReason.TOOL_CALLS;
        return new Reply(new Message.Assistant(content, NAME, null), why, Usage.none(), null);
    }

    private static Idea think(Observed seen) {
        if (seen.count() == 0) {
            return new Idea("I look at what is there, and run the tests to see what is wrong.", glob(), test());
        }
        TestRun last = seen.lastRun();
        if (last == null || !last.isReadable()) {
            return new Idea("I cannot tell from this whether the tests pass, so I stop here.");
        }
        if (last.passed()) {
            return new Idea(summary(seen));
        }
        if (seen.editedSinceLastRun()) {
            return new Idea("The tests have to say whether that was right.", test());
        }
        Set<String> broken = new HashSet<>(last.failures().keySet());
        TestRun before = seen.runBefore();
        broken.removeAll(before == null ? broken : before.failures().keySet());
        Observed.Edit edit = seen.lastEdit();
        if (edit != null && !broken.isEmpty() && !seen.wasTakenBack(edit)) {
            return takeBack(edit, broken);
        }
        return repair(seen, last);
    }

    private static Idea takeBack(Observed.Edit edit, Set<String> broken) {
        return new Idea(
                "That broke what was right before: " + broken.iterator().next() + ". So " + edit.path()
                        + " was not to blame; I take the change back.",
                edit(edit.reversed()),
                test());
    }

    private static Idea repair(Observed seen, TestRun last) {
        TestRun.Failure failure = last.failures().values().iterator().next();
        for (Repair repair : Repair.values()) {
            String path = seen.find(repair.file());
            if (!repair.explains(failure)
                    || path == null
                    || seen.edits().stream().anyMatch(repair::wasTried)) {
                continue;
            }
            String text = seen.read(path);
            if (text == null) {
                return new Idea(
                        describe(last, failure) + " I read " + path + ".",
                        new Wish("read", Json.object().put("path", path)));
            }
            Observed.Edit edit = repair.in(path, text);
            if (edit != null) {
                return new Idea(repair.why(), edit(edit), test());
            }
        }
        return new Idea(
                "I have no further idea what makes this fail: " + failure.test() + ". Somebody else has to look.");
    }

    private static String describe(TestRun run, TestRun.Failure first) {
        return run.failures().size() + " of " + run.count() + " tests fail. The first: " + first.test() + ", expected "
                + first.expected() + " but was " + first.actual() + ".";
    }

    private static String summary(Observed seen) {
        TestRun run = seen.lastRun();
        StringBuilder text = new StringBuilder("All ").append(run == null ? 0 : run.count());
        text.append(" tests pass. What I changed in the end:");
        for (Observed.Edit edit : seen.edits()) {
            text.append(seen.wasTakenBack(edit) ? "" : "\n- " + edit.path() + ": " + edit.now());
        }
        return text.toString();
    }

    private static Wish glob() {
        return new Wish("glob", Json.object().put("pattern", "**/*"));
    }

    private static Wish test() {
        return new Wish("bash", Json.object().put("command", TestRun.COMMAND));
    }

    private static Wish edit(Observed.Edit edit) {
        ObjectNode arguments = Json.object().put("path", edit.path());
        return new Wish("edit", arguments.put("old", edit.old()).put("new", edit.now()));
    }

    private void stream(String words, ModelCall call) {
        for (String piece : words.split("(?<=\\s)", 0)) {
            call.cancellation().throwIfCancelled();
            call.events().emit(new TextDelta(piece));
            pause(call);
        }
    }

    private void pause(ModelCall call) {
        if (pace.isZero()) {
            return;
        }
        try {
            environment.sleep(pace, call.cancellation());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("interrupted");
        }
    }

    /** What it says, and which calls it wants. */
    private record Idea(String words, List<Wish> wishes) {
        Idea(String words, Wish... wishes) {
            this(words, List.of(wishes));
        }
    }

    private record Wish(String tool, ObjectNode arguments) {}
}
