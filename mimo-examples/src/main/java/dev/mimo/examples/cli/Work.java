package dev.mimo.examples.cli;

import dev.mimo.agent.Agent;
import dev.mimo.agent.AgentBuilder;
import dev.mimo.agent.AgentListener;
import dev.mimo.agent.Outcome;
import dev.mimo.agent.Turn;
import dev.mimo.environment.Cancellation;
import dev.mimo.examples.coder.Coder;
import dev.mimo.examples.coder.Project;
import dev.mimo.examples.coder.Settings;
import dev.mimo.examples.coder.Surroundings;
import dev.mimo.examples.terminal.Printable;
import dev.mimo.examples.terminal.Style;
import dev.mimo.examples.terminal.TerminalView;
import dev.mimo.memory.MimoMemory;
import dev.mimo.model.Json;
import dev.mimo.model.Model;
import dev.mimo.session.Entry;
import dev.mimo.session.SessionId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One turn of a coding agent, from its settings to the exit code. */
final class Work implements AutoCloseable {

    private final Surroundings around;
    private final Settings settings;
    private final boolean json;
    private @Nullable Coder coder;

    Work(Surroundings around, Settings settings, boolean json) {
        this.around = around;
        this.settings = settings;
        this.json = json;
    }

    /** The agent; its sessions are kept in memory, and its changes not at all, without memory. */
    Agent agent(@Nullable MimoMemory memory, ExtensionOptions options, GoalOptions goals) {
        Project project = Project.of(settings, around.home());
        options.decide(project);
        Coder made = new Coder(around, settings, project.load());
        coder = made;
        AgentBuilder builder = memory == null
                ? made.agent(Coder.Manner.ALONE)
                : made.agent(Coder.Manner.ALONE, memory, Coder.undo(around.home()));
        builder.maxMode(goals.maxMode()).listener(listener(made.model()));
        if (project.isUndecided()) {
            say("not trusted, so left out: " + Printable.text(project.acting()) + "; --trust lets them act");
        }
        return builder.build();
    }

    /** Waits for the end, or cancels when the person wants it; says how to go on, and gives the exit code. */
    int follow(Turn turn, SessionId session, boolean kept) throws InterruptedException {
        Outcome outcome;
        Cancellation.Registration stop = around.interrupt().onCancel(() -> turn.cancel("interrupted"));
        try {
            outcome = turn.await();
        } finally {
            stop.close();
        }
        if (outcome instanceof Outcome.Paused paused) {
            sayHowToGoOn(paused.questions(), session, kept);
        } else if (kept) {
            say("session " + session);
        }
        return ExitCode.of(outcome);
    }

    private void sayHowToGoOn(List<Entry.Question> questions, SessionId session, boolean kept) {
        if (json) {
            questions.forEach(question -> say("? " + question.callId() + ": " + question.text()));
        }
        if (!kept) {
            say("nothing was kept (--ephemeral), so this cannot be resumed");
            return;
        }
        StringBuilder command = new StringBuilder("go on with: mimo resume ").append(quoted(session.value()));
        questions.forEach(question -> command.append(" --allow ").append(quoted(question.callId())));
        say(command + " (or --deny CALL=WHY, or --answer CALL=TEXT)");
    }

    /** Ends what the agent's tools started. */
    @Override
    public void close() {
        if (coder != null) {
            coder.close();
        }
    }

    /** As a word for a shell. */
    private static String quoted(String text) {
        return text.matches("[\\w.:/-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    private AgentListener listener(Model model) {
        if (json) {
            return event -> around.terminal().out().println(Json.write(event.toJson()));
        }
        say("model " + model.facts().ref() + " · workspace " + settings.workspace());
        return new TerminalView(around.terminal());
    }

    /** To the person; standard output is for events only when they are asked for. */
    private void say(String text) {
        if (json) {
            around.err().println(text);
        } else {
            around.terminal().line(Style.DIM, text);
        }
    }
}
