package dev.mimo.examples.duel;

import dev.mimo.agent.AgentBuilder;
import dev.mimo.environment.Environment;
import dev.mimo.examples.coder.ModelSource;
import dev.mimo.examples.recall.Background;
import dev.mimo.model.Model;
import dev.mimo.model.ModelCall;
import dev.mimo.model.ModelFacts;
import dev.mimo.model.Prompt;
import dev.mimo.model.Reply;
import dev.mimo.tool.Effect;
import dev.mimo.tool.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Where scripted worlds are played: the tool {@code inbox}, and a model that answers once what goes on beside the agent is done,
 * as writers get their work done while a real one takes seconds. So the seed decides all. Confined to one thread.
 */
final class InboxStage implements Stage, AutoCloseable {

    private final Background background = new Background();
    private final Environment environment =
            Environment.builder().executor(background).build();
    private final int window;

    /** {@code window}: of the model, in tokens. */
    InboxStage(int window) {
        this.window = window;
    }

    /** Takes nothing. */
    record Nothing() {}

    /** One model, whatever it is called. */
    ModelSource models() {
        return (spec, any) -> new Unhurried(new TrailModel(window), background);
    }

    @Override
    public void equip(AgentBuilder agent, Path workspace) {
        agent.environment(environment)
                .tools(Tool.of(
                                ScriptedWorld.INBOX,
                                "Hands out the next message, once, and takes it out of the inbox.",
                                Nothing.class,
                                (nothing, context) -> take(workspace.resolve(ScriptedWorld.INBOX)))
                        .effect(Effect.STATE));
    }

    private static String take(Path inbox) {
        try (Stream<Path> files = Files.list(inbox)) {
            Path next = files.min(Path::compareTo).orElse(null);
            if (next == null) {
                return "There is no message left.";
            }
            String text = Files.readString(next);
            Files.delete(next);
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        environment.close();
        background.close();
    }

    private record Unhurried(Model inner, Background background) implements Model {
        @Override
        public Reply reply(Prompt prompt, ModelCall call) {
            background.settle();
            return inner.reply(prompt, call);
        }

        @Override
        public ModelFacts facts() {
            return inner.facts();
        }
    }
}
