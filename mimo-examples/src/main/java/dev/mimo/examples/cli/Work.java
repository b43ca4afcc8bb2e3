package dev.mimo.examples.cli;

import dev.mimo.agent.Agent;
import dev.mimo.agent.AgentBuilder;
import dev.mimo.agent.AgentListener;
import dev.mimo.agent.AgentTools;
import dev.mimo.agent.Outcome;
import dev.mimo.agent.Turn;
import dev.mimo.environment.Cancellation;
import dev.mimo.environment.MimoException;
import dev.mimo.examples.terminal.Style;
import dev.mimo.examples.terminal.TerminalView;
import dev.mimo.model.Json;
import dev.mimo.model.Model;
import dev.mimo.session.Entry;
import dev.mimo.session.SessionId;
import dev.mimo.session.SessionStore;
import dev.mimo.tool.coding.CodingTools;
import dev.mimo.tool.shell.ShellTools;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One turn of a coding agent, from its settings to the exit code. */
final class Work {

    private static final String NO_MODEL =
            "no model: set a vendor's key such as OPENAI_API_KEY (mimo models lists them), or"
                    + " OPENAI_COMPATIBLE_BASE_URL with OPENAI_COMPATIBLE_MODEL, or MIMO_MODEL, or give --model PROVIDER:NAME.";

    private static final String SOME_MODELS = "name a model such as openai:gpt-5.2 or openai-compatible:NAME@BASE_URL.";

    private final Surroundings around;
    private final Settings settings;
    private final boolean json;

    Work(Surroundings around, Settings settings, boolean json) {
        this.around = around;
        this.settings = settings;
        this.json = json;
    }

    /** The agent; its sessions are kept in memory without a store. */
    Agent agent(@Nullable SessionStore store) {
        Model model = model();
        AgentBuilder builder = Agent.builder()
                .name("mimo")
                .model(model)
                .instructions(instructions())
                .workspace(settings.workspace())
                .tools(CodingTools.files())
                .tools(ShellTools.all())
                .tools(AgentTools.plan(), AgentTools.task(), AgentTools.askUser())
                .permissions(settings.permissions())
                .limits(settings.bounds().limits())
                .part(parts -> parts.protect(around.home()))
                .listener(listener(model));
        return (store == null ? builder : builder.store(store)).build();
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

    /** As a word for a shell. */
    private static String quoted(String text) {
        return text.matches("[\\w.:/-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    private Model model() {
        Model model = around.findModel(settings.model());
        if (model == null) {
            String wanted = settings.model();
            throw new UsageError(wanted == null ? NO_MODEL : "no provider knows \"" + wanted + "\"; " + SOME_MODELS);
        }
        if (settings.bounds().usd() != null && model.facts().prices() == null) {
            throw new UsageError("--max-cost needs known prices, and those of "
                    + model.facts().ref() + " are not: use --max-steps or --timeout.");
        }
        return model;
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

    private String instructions() {
        try (InputStream in = Work.class.getResourceAsStream("instructions.md")) {
            if (in == null) {
                throw new MimoException("instructions.md is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("{workspace}", settings.workspace().toString())
                    .replace("{os}", System.getProperty("os.name"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
