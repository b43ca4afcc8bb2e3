package dev.mimo.examples.chat;

import dev.mimo.agent.Outcome;
import dev.mimo.examples.chat.Conversation.Opening;
import dev.mimo.examples.coder.Coder;
import dev.mimo.examples.coder.Project;
import dev.mimo.examples.coder.Settings;
import dev.mimo.examples.coder.Surroundings;
import dev.mimo.examples.terminal.Style;
import dev.mimo.session.SessionId;
import java.io.IOException;
import java.util.Map;
import org.jline.terminal.impl.exec.ExecTerminalProvider;
import org.jline.terminal.spi.SystemStream;
import org.jspecify.annotations.Nullable;

/** The door to the chat: finds out what kind of terminal there is, asks about trust once, and lets the person talk. */
public final class Room {

    private final Surroundings around;
    private final Map<String, String> variables;

    /** {@code variables}: those of the environment, by name. */
    public Room(Surroundings around, Map<String, String> variables) {
        this.around = around;
        this.variables = Map.copyOf(variables);
    }

    /**
     * Talks until the person leaves.
     *
     * @param session the one to go on with; null for a new one
     * @param first what to begin with; empty to wait
     * @return how the last turn ended, where nobody sat at the keyboard who saw it; else null
     * @throws dev.mimo.examples.coder.UsageError when there is no such model
     */
    public @Nullable Outcome talk(Settings settings, @Nullable SessionId session, String first) {
        Coder.requireModel(around, settings);
        try (Keyboard keyboard = keyboard()) {
            askForTrust(keyboard, Project.of(settings, around.home()));
            Chat chat = new Chat(around, keyboard, new Opening(settings, session));
            if (keyboard instanceof LiveKeyboard live) {
                live.completer(new Completion(settings.workspace(), chat::names));
            }
            Outcome outcome = chat.run(first);
            return keyboard.isLive() ? null : outcome;
        }
    }

    private Keyboard keyboard() {
        String type = variables.getOrDefault("TERM", "");
        boolean simple = type.isEmpty() || type.equals("dumb");
        try {
            if (!simple) {
                return new LiveKeyboard(
                        LiveKeyboard.device(),
                        around.terminal().colours(),
                        around.home().resolve("history"));
            }
        } catch (IOException e) {
            // No terminal, but a pipe or a file.
            simple = false;
        }
        return new PlainKeyboard(around.in(), around.terminal(), simple && isPerson());
    }

    /** Whether standard input is a terminal, though a simple one. */
    private boolean isPerson() {
        return variables.containsKey("TERM") && isTerminal();
    }

    /** Whether standard input is a terminal, at which somebody may sit. */
    public static boolean isTerminal() {
        return new ExecTerminalProvider().isSystemStream(SystemStream.Input);
    }

    static void askForTrust(Keyboard keyboard, Project project) {
        if (!project.isUndecided()) {
            return;
        }
        if (!keyboard.isLive()) {
            String found = "not trusted, so left out: " + project.acting();
            keyboard.terminal().line(Style.DIM, found + "; --trust lets them act");
            return;
        }
        keyboard.terminal()
                .line(
                        Style.YELLOW,
                        "? " + project.top() + " brings " + project.acting() + ". Let them act, now and from now on?");
        keyboard.terminal().line(Style.DIM, "  y yes · n no; you are not asked again for this folder");
        keyboard.forget();
        keyboard.expect(Expected.ANSWER);
        Said said = keyboard.read();
        keyboard.expect(Expected.TASK);
        String answer = said instanceof Said.Line line ? line.text().strip() : "";
        if (answer.matches("(?i)y|yes|n|no")) {
            project.decide(answer.matches("(?i)y|yes"));
        } else {
            keyboard.terminal().line(Style.DIM, "  left out this time");
        }
    }
}
