package dev.mimo.examples.chat;

import dev.mimo.environment.Cancellation;
import dev.mimo.environment.MimoException;
import dev.mimo.examples.coder.UsageError;
import dev.mimo.examples.terminal.Style;
import dev.mimo.memory.upkeep.DreamPlan;
import dev.mimo.memory.upkeep.UpkeepRun;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Commands that put in order what is remembered: shown first, done when the person says so. */
final class UpkeepCommands {

    private final Conversation conversation;
    private final Voice voice;
    private final AtomicReference<DreamPlan> shown = new AtomicReference<>();

    UpkeepCommands(Conversation conversation, Voice voice) {
        this.conversation = conversation;
        this.voice = voice;
    }

    List<SlashCommand> commands() {
        return List.of(new SlashCommand(
                "dream", "[apply]", "put what is remembered of the project in order", false, this::dream));
    }

    private void dream(String text) {
        if (text.isEmpty()) {
            doing(this::plan);
        } else if (text.equals("apply")) {
            apply();
        } else {
            throw new UsageError("/dream shows what would be changed, /dream apply does it");
        }
    }

    private void plan(Cancellation signal) {
        DreamPlan plan = conversation.dream().cancellation(signal).plan();
        voice.together(() ->
                plan.toMarkdown().lines().forEach(line -> voice.terminal().line(Style.PLAIN, line)));
        if (plan.findRefusal() == null && !plan.changes().isEmpty()) {
            shown.set(plan);
            voice.say(Style.YELLOW, "? /dream apply does this; anything else leaves it as it is");
        }
    }

    private void apply() {
        DreamPlan plan = shown.getAndSet(null);
        if (plan == null) {
            throw new UsageError("nothing is planned: /dream shows what would be changed");
        }
        doing(signal -> {
            UpkeepRun run = conversation.dream().cancellation(signal).apply(plan);
            voice.hint("done; to take it back: mimo upkeep rollback " + run.id());
        });
    }

    private void doing(Consumer<Cancellation> body) {
        conversation.work(signal -> {
            try {
                body.accept(signal);
            } catch (MimoException e) {
                voice.complain(String.valueOf(e.getMessage()));
            }
        });
    }
}
