package dev.mimo.examples.chat;

import dev.mimo.examples.chat.Conversation.Opening;
import dev.mimo.examples.coder.Settings;
import dev.mimo.examples.coder.UsageError;
import dev.mimo.examples.terminal.Printable;
import dev.mimo.examples.terminal.Style;
import dev.mimo.examples.terminal.Terminal;
import dev.mimo.model.Message;
import dev.mimo.permission.Mode;
import dev.mimo.session.SessionId;
import dev.mimo.session.SessionInfo;
import dev.mimo.session.Transcript;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Commands that change with whom, or in which session, the person talks. */
final class SessionCommands {

    private static final int MOST = 15;

    private final Conversation conversation;
    private final Voice voice;
    private final Runnable leave;
    private List<SessionId> listed = List.of();

    SessionCommands(Conversation conversation, Voice voice, Runnable leave) {
        this.conversation = conversation;
        this.voice = voice;
        this.leave = leave;
    }

    List<SlashCommand> commands() {
        return List.of(
                new SlashCommand("model", "[PROVIDER:NAME]", "which model works, or another one", false, this::model),
                new SlashCommand("mode", "[ask|plan|workspace|bypass]", "what is asked for", false, this::mode),
                new SlashCommand("clear", "", "begin a new session", false, arguments -> clear()),
                new SlashCommand(
                        "resume",
                        "[SESSION]",
                        "go on with a turn that waits, or in another session",
                        false,
                        this::resume),
                new SlashCommand("exit", "", "leave", true, arguments -> leave.run()));
    }

    private void model(String spec) {
        if (!spec.isEmpty()) {
            conversation.open(new Opening(
                    conversation.settings().withModel(spec),
                    conversation.session().id()));
        }
        voice.hint("model " + conversation.coder().model().facts().ref());
    }

    private void mode(String name) {
        if (!name.isEmpty()) {
            Settings other = conversation.settings().withMode(Modes.of(name));
            conversation.open(new Opening(other, conversation.session().id()));
        }
        Mode mode = conversation.settings().mode();
        voice.hint("mode " + Modes.name(mode) + ": " + Modes.words(mode));
    }

    private void clear() {
        conversation.open(new Opening(conversation.settings(), null));
        voice.hint("a new session: " + conversation.session().id());
    }

    private void resume(String name) {
        if (!name.isEmpty()) {
            open(chosen(name));
        } else if (conversation.session().isResumable()) {
            conversation.resume();
        } else {
            list();
        }
    }

    private SessionId chosen(String name) {
        boolean number = name.matches("[1-9][0-9]?") && Integer.parseInt(name) <= listed.size();
        return number ? listed.get(Integer.parseInt(name) - 1) : SessionId.of(name);
    }

    private void open(SessionId id) {
        Transcript transcript = conversation.store().find(id);
        Settings before = transcript == null ? null : Settings.last(transcript);
        if (before == null) {
            throw new UsageError("there is no session \"" + id + "\"; /resume lists them");
        }
        if (!before.workspace().equals(conversation.settings().workspace())) {
            throw new UsageError("that session works in " + before.workspace() + ": start mimo chat there");
        }
        conversation.open(new Opening(before, id));
        greet();
    }

    /** Where the session stands. */
    void greet() {
        List<Message> messages = conversation.session().messages();
        Terminal terminal = voice.terminal();
        voice.together(() -> {
            terminal.line(Style.DIM, "session " + conversation.session().id() + ", " + messages.size() + " messages");
            String asked = Past.lastWords(messages, Message.User.class);
            if (!asked.isEmpty()) {
                terminal.line(Style.BOLD, "› " + Printable.line(asked, 2 * terminal.width()));
                terminal.markdown(Past.lastWords(messages, Message.Assistant.class));
            }
        });
        if (conversation.session().isResumable()) {
            voice.say(Style.YELLOW, "its last turn waits for you or was cut off: /resume goes on with it");
        }
    }

    private void list() {
        List<SessionId> found = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (SessionInfo info : conversation.store().list()) {
            Transcript transcript = conversation.store().find(info.id());
            Past.Beginning beginning = transcript == null ? null : Past.beginning(transcript);
            if (beginning != null && isHere(beginning) && !beginning.words().isEmpty() && found.size() < MOST) {
                found.add(info.id());
                lines.add(found.size() + "  " + ago(info.lastWritten()) + "  " + beginning.words());
            }
        }
        listed = found;
        if (found.isEmpty()) {
            voice.hint("there are no sessions of this folder yet");
            return;
        }
        Terminal terminal = voice.terminal();
        voice.together(() -> {
            lines.forEach(line -> terminal.line(Style.PLAIN, Printable.line(line, terminal.width() - 1)));
            terminal.line(Style.DIM, "/resume NUMBER goes on in one of them");
        });
    }

    private boolean isHere(Past.Beginning beginning) {
        Settings settings = beginning.settings();
        return settings != null
                && !beginning.subagent()
                && settings.workspace().equals(conversation.settings().workspace());
    }

    private static String ago(Instant then) {
        long minutes = Duration.between(then, Instant.now()).toMinutes();
        String text = minutes < 60 ? minutes + " min" : minutes < 48 * 60 ? minutes / 60 + " h" : minutes / 1440 + " d";
        return " ".repeat(Math.max(0, 6 - text.length())) + text + " ago";
    }
}
