package dev.mimo.examples.cli;

import dev.mimo.agent.Session;
import dev.mimo.examples.coder.Coder;
import dev.mimo.examples.coder.Settings;
import dev.mimo.examples.coder.Surroundings;
import dev.mimo.examples.coder.UsageError;
import dev.mimo.judge.SessionGoal;
import dev.mimo.memory.MimoMemory;
import dev.mimo.permission.Approver.Answer;
import dev.mimo.session.Entry;
import dev.mimo.session.SessionId;
import dev.mimo.session.Stored;
import dev.mimo.session.Transcript;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code mimo resume}: goes on with a turn that waits for answers, or that was cut off. */
@Command(
        name = "resume",
        description = "Go on with a run that waits for you, or that was cut off.",
        footer = {
            "",
            "What is neither allowed, denied nor answered is asked again. Workspace, rules and limits are those of",
            "the run, unless limits are given here. So is its goal, in words; its checks are given again."
        })
final class ResumeCommand implements Callable<Integer> {

    private final Surroundings around;
    private final Map<String, Answer> answers = new LinkedHashMap<>();

    @Parameters(paramLabel = "SESSION", description = "The session, as the run named it.")
    String session = "";

    @Option(names = "--json", description = "Print events, one JSON object a line, and nothing else.")
    boolean json;

    @Mixin
    GoalOptions goals = new GoalOptions();

    @Mixin
    ExtensionOptions extensions = new ExtensionOptions();

    @Mixin
    TurnOptions options = new TurnOptions();

    ResumeCommand(Surroundings around) {
        this.around = around;
    }

    @Option(names = "--allow", paramLabel = "CALL", description = "Let this call run. May be repeated.")
    void allow(@Nullable String call) {
        if (call != null) {
            answers.put(call, Answer.once());
        }
    }

    @Option(
            names = "--deny",
            paramLabel = "CALL[=MESSAGE]",
            description = "Do not run this call; the agent is told the message. May be repeated.")
    void deny(@Nullable String given) {
        if (given != null) {
            int end = given.indexOf('=');
            String why = end < 0 ? "the user said no" : given.substring(end + 1);
            answers.put(end < 0 ? given : given.substring(0, end), new Answer.Deny(why));
        }
    }

    @Option(names = "--answer", paramLabel = "CALL=TEXT", description = "Answer a question. May be repeated.")
    void answer(@Nullable String given) {
        if (given != null) {
            int end = given.indexOf('=');
            if (end < 1) {
                throw new TypeConversionException("an answer looks like CALL=TEXT, not '" + given + "'");
            }
            answers.put(given.substring(0, end), new Answer.Reply(given.substring(end + 1)));
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        try (MimoMemory memory = Coder.memory(around.home())) {
            Transcript transcript = memory.sessions().find(SessionId.of(session));
            Settings before = transcript == null ? null : Settings.last(transcript);
            if (transcript == null || before == null) {
                throw new UsageError("there is no session \"" + session + "\" of mimo run in " + around.home() + ".");
            }
            Settings settings = new Settings(
                    before.workspace(),
                    options.model == null ? before.model() : options.model,
                    before.mode(),
                    before.rules(),
                    options.bounds().or(before.bounds()),
                    extensions.claude || before.claude(),
                    before.mcp());
            try (Work work = new Work(around, settings, json);
                    Session open = work.agent(memory, extensions, goals).session(session)) {
                if (!open.isResumable()) {
                    throw new UsageError("session \"" + session + "\" waits for nothing; give it a new task with"
                            + " mimo run --session " + session + " TASK.");
                }
                checkAnswers(transcript);
                SessionGoal goal = SessionGoal.of(open);
                goals.apply(goal);
                return work.follow(open.resume(answers, Map.of(), goal), open.id(), true);
            }
        }
    }

    private void checkAnswers(Transcript transcript) {
        Set<String> open = new LinkedHashSet<>();
        for (Stored stored : (Iterable<Stored>) transcript.stream(0)::iterator) {
            if (stored.entry() instanceof Entry.TurnPaused paused) {
                open.clear();
                paused.questions().forEach(question -> open.add(question.callId()));
            }
        }
        for (String call : answers.keySet()) {
            if (!open.contains(call)) {
                throw new UsageError("no call \"" + call + "\" waits for an answer; there "
                        + (open.isEmpty() ? "is none." : "are: " + String.join(", ", open) + "."));
            }
        }
    }
}
