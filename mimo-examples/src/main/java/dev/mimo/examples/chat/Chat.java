package dev.mimo.examples.chat;

import dev.mimo.agent.AgentListener;
import dev.mimo.agent.Input;
import dev.mimo.agent.Outcome;
import dev.mimo.environment.Cancellation;
import dev.mimo.environment.MimoException;
import dev.mimo.environment.Spelling;
import dev.mimo.examples.chat.Conversation.Opening;
import dev.mimo.examples.coder.Surroundings;
import dev.mimo.examples.terminal.TerminalView;
import dev.mimo.extension.Command;
import dev.mimo.extension.Commands;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A conversation at a keyboard: each line is a task, a word to the agent at work, an answer, or a command. */
final class Chat {

    private static final Pattern COMMAND = Pattern.compile("/([A-Za-z?][\\w:-]*)(?:\\s+(.*))?", Pattern.DOTALL);

    private final Surroundings around;
    private final Keyboard keyboard;
    private final Floor floor;
    private final Voice voice;
    private final Person person;
    private final Conversation conversation;
    private final List<SlashCommand> commands = new ArrayList<>();
    private final SessionCommands sessions;
    private volatile boolean left;
    private boolean warned;

    Chat(Surroundings around, Keyboard keyboard, Opening opening) {
        this.around = around;
        this.keyboard = keyboard;
        this.floor = new Floor(keyboard);
        TerminalView view = new TerminalView(keyboard.terminal());
        this.voice = new Voice(keyboard.terminal(), view);
        this.person = new Person(voice, floor);
        Ledger ledger = new Ledger();
        ChatListener shown = new ChatListener(view, person);
        AgentListener listener = event -> {
            ledger.onEvent(event);
            shown.onEvent(event);
        };
        this.conversation = new Conversation(around, floor, person, listener, opening);
        this.sessions = new SessionCommands(conversation, voice, this::leave);
        commands.addAll(new LookCommands(conversation, voice, ledger, () -> commands).commands());
        commands.addAll(sessions.commands());
        commands.addAll(new JudgeCommands(conversation, voice, floor::isWorking).commands());
        commands.addAll(new UpkeepCommands(conversation, voice).commands());
        commands.addAll(new FileCommands(conversation, voice).commands());
    }

    /**
     * Talks until the person leaves.
     *
     * @param first what to begin with; empty to wait
     * @return how the last turn ended; null when there was none
     */
    @Nullable
    Outcome run(String first) {
        Thread reader = Thread.currentThread();
        Cancellation.Registration stop = around.interrupt().onCancel(() -> {
            leave();
            reader.interrupt();
        });
        try (conversation) {
            greet();
            Said next = first.isBlank() ? null : new Said.Line(first, false);
            while (!left) {
                turn(next);
                next = null;
            }
            farewell();
        } finally {
            stop.close();
        }
        return conversation.outcome();
    }

    /** The names of all commands there are, without the slash. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        commands.forEach(command -> names.add(command.name()));
        conversation.coder().extensions().commands().all().stream()
                .map(Command::name)
                .forEach(names::add);
        return names;
    }

    private void greet() {
        voice.hint("mimo · " + conversation.coder().model().facts().ref() + " · "
                + conversation.settings().workspace() + " · mode "
                + Modes.name(conversation.settings().mode()) + " · /help");
        if (conversation.session().messages().isEmpty()) {
            return;
        }
        sessions.greet();
    }

    private void farewell() {
        if (!conversation.session().messages().isEmpty()) {
            voice.hint(
                    "go on with: mimo chat --session " + conversation.session().id());
        }
    }

    private void turn(@Nullable Said given) {
        try {
            if (!keyboard.isLive()) {
                floor.awaitPerson();
            }
            Said said = given == null ? keyboard.read() : given;
            if (left) {
                return;
            }
            if (said instanceof Said.Line line) {
                warned = false;
                hear(line);
            } else if (said instanceof Said.Interrupt interrupt) {
                interrupt(interrupt);
            } else {
                end();
            }
        } catch (MimoException | IllegalArgumentException | IllegalStateException | IOException e) {
            voice.complain(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            leave();
        }
    }

    private void hear(Said.Line line) throws IOException, InterruptedException {
        String text = line.text().strip();
        if ((floor.isAsking() && person.hear(text)) || text.isEmpty()) {
            return;
        }
        boolean working = floor.isWorking();
        if (!line.shown()) {
            voice.echo(working ? Expected.WORD : Expected.TASK, text);
        }
        Matcher command = COMMAND.matcher(text);
        if (command.matches()) {
            String arguments = command.group(2);
            obey(command.group(1), arguments == null ? "" : arguments.strip());
        } else if (!working || !conversation.steer(text)) {
            conversation.start(Input.of(text));
        }
    }

    private void obey(String name, String arguments) throws IOException {
        for (SlashCommand command : commands) {
            if (command.name().equals(name)) {
                if (floor.isWorking() && !command.anytime()) {
                    voice.complain("/" + name + " has to wait until the agent is done; Ctrl-C cancels it");
                } else {
                    command.body().run(arguments);
                }
                return;
            }
        }
        Commands more = conversation.coder().extensions().commands();
        if (!more.contains(name)) {
            String nearest = Spelling.findNearest(name, names());
            voice.complain("there is no command /" + name
                    + (nearest == null ? "; /help lists them" : "; do you mean /" + nearest + "?"));
        } else if (floor.isWorking()) {
            voice.complain("/" + name + " has to wait until the agent is done; Ctrl-C cancels it");
        } else {
            conversation.start(more.expand(name, arguments));
        }
    }

    private void interrupt(Said.Interrupt interrupt) {
        if (floor.isWorking()) {
            conversation.cancel();
        } else if (warned) {
            leave();
        } else if (!interrupt.dropped()) {
            warned = true;
            voice.hint("Ctrl-C once more, or Ctrl-D, leaves");
        }
    }

    private void end() throws InterruptedException {
        if (floor.isAsking()) {
            person.hear("no");
        } else if (floor.isWorking()) {
            voice.hint("it still works; Ctrl-C cancels that");
        } else {
            leave();
        }
    }

    private void leave() {
        left = true;
    }
}
