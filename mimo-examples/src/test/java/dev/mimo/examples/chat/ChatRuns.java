package dev.mimo.examples.chat;

import dev.mimo.agent.Agent;
import dev.mimo.agent.Outcome;
import dev.mimo.environment.Cancellation;
import dev.mimo.examples.chat.Conversation.Opening;
import dev.mimo.examples.coder.Coder;
import dev.mimo.examples.coder.Project;
import dev.mimo.examples.coder.Settings;
import dev.mimo.examples.coder.Surroundings;
import dev.mimo.examples.terminal.Terminal;
import dev.mimo.memory.MimoMemory;
import dev.mimo.permission.Mode;
import dev.mimo.permission.Permissions;
import dev.mimo.session.SessionId;
import dev.mimo.testing.FakeWorkspace;
import dev.mimo.testing.ScriptedModel;
import dev.mimo.tool.Tool;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Chats in this process, with a scripted model, a workspace of their own, and a person who is played by the test. */
final class ChatRuns {

    final FakeWorkspace files = FakeWorkspace.create();
    final ScriptedModel model = ScriptedModel.create();
    final TypingKeyboard keyboard;

    private final Path home;
    private final Surroundings around;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private @Nullable CompletableFuture<@Nullable Outcome> running;

    ChatRuns(Path home) {
        this.home = home;
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        Terminal terminal = Terminal.of(stream, false, 100);
        this.keyboard = new TypingKeyboard(terminal);
        this.around = new Surroundings(
                InputStream.nullInputStream(),
                terminal,
                stream,
                home,
                (spec, environment) -> "nobody:nothing".equals(spec) ? null : model,
                Cancellation.never());
    }

    Settings settings() {
        return new Settings(
                files.root(),
                null,
                Mode.ASK_BEFORE_CHANGE,
                List.of(),
                new Settings.Bounds(null, null, null),
                false,
                null);
    }

    /** Begins a chat in a session of that name; null for a new one. */
    ChatRuns open(@Nullable String session) {
        Opening opening = new Opening(settings(), session == null ? null : SessionId.of(session));
        running = CompletableFuture.supplyAsync(() -> {
            Room.askForTrust(keyboard, Project.of(settings(), home));
            return new Chat(around, keyboard, opening).run("");
        });
        return this;
    }

    /** Says something that makes the agent work, and waits until it has ended or asks. */
    void task(String text, Expected then) throws InterruptedException {
        keyboard.type(text);
        keyboard.await(then);
    }

    /** Leaves, and waits until the chat has ended. */
    void leave() throws Exception {
        leave(new Said.End());
    }

    /** Leaves by saying this. */
    void leave(Said last) throws Exception {
        keyboard.sayLast(last);
        if (running != null) {
            running.get(60, TimeUnit.SECONDS);
            running = null;
        }
    }

    /** A turn without a person, so that it waits for one. */
    Outcome pause(String session, String task) {
        Coder coder = new Coder(around, settings(), Project.of(settings(), home).load());
        try (MimoMemory memory = Coder.memory(home);
                var open = coder.agent(Coder.Manner.ALONE, memory, Coder.undo(home))
                        .build()
                        .session(session)) {
            open.note(Settings.NOTE, settings().toJson());
            return open.run(task);
        }
    }

    /** A session in which the agent runs the two commands of a release. */
    void release(String session) {
        Tool bash = Tool.of("bash", "Runs a command.", Bash.class, (in, context) -> "ok");
        ScriptedModel scripted = ScriptedModel.create()
                .call("bash", Map.of("command", "git tag v" + session.length()))
                .call("bash", Map.of("command", "npm publish"))
                .reply("done");
        try (MimoMemory memory = Coder.memory(home);
                var open = Agent.builder()
                        .model(scripted)
                        .workspace(files.root())
                        .tools(bash)
                        .permissions(Permissions.bypass())
                        .memory(memory)
                        .build()
                        .session(session)) {
            open.run("release");
        }
    }

    record Bash(String command) {}

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    void close() throws Exception {
        if (running != null) {
            leave();
        }
        files.close();
    }
}
