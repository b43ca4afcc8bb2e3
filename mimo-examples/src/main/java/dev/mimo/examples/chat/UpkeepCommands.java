package dev.mimo.examples.chat;

import dev.mimo.environment.Cancellation;
import dev.mimo.environment.MimoException;
import dev.mimo.examples.coder.UsageError;
import dev.mimo.examples.terminal.Style;
import dev.mimo.memory.upkeep.Distill;
import dev.mimo.memory.upkeep.DistillPlan;
import dev.mimo.memory.upkeep.DreamPlan;
import dev.mimo.memory.upkeep.Proposed;
import dev.mimo.memory.upkeep.UpkeepRun;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Commands that put in order what is remembered: shown first, done when the person says so. */
final class UpkeepCommands {

    private final Conversation conversation;
    private final Voice voice;
    private final AtomicReference<@Nullable DreamPlan> shown = new AtomicReference<>();
    private final AtomicReference<@Nullable DistillPlan> found = new AtomicReference<>();

    UpkeepCommands(Conversation conversation, Voice voice) {
        this.conversation = conversation;
        this.voice = voice;
    }

    List<SlashCommand> commands() {
        return List.of(
                new SlashCommand(
                        "dream", "[apply]", "put what is remembered of the project in order", false, this::dream),
                new SlashCommand(
                        "distill",
                        "[apply|accept ID|reject ID]",
                        "propose what was done again and again as skills, agents and commands",
                        false,
                        this::distill));
    }

    private void distill(String text) {
        String[] words = text.split("\\s+", -1);
        if (text.isEmpty()) {
            doing(this::find);
        } else if (text.equals("apply")) {
            propose();
        } else if (words.length == 2 && words[0].equals("accept")) {
            Path file = conversation.distill().accept(words[1]);
            voice.hint("accepted: " + file + "; the next session has it (/clear begins one)");
        } else if (words.length == 2 && words[0].equals("reject")) {
            conversation.distill().reject(words[1]);
            voice.hint("rejected: " + words[1] + " is not proposed again");
        } else {
            throw new UsageError("/distill shows what would be proposed, /distill apply proposes it;"
                    + " then /distill accept ID or /distill reject ID");
        }
    }

    private void find(Cancellation signal) {
        Distill distill = conversation.distill().cancellation(signal);
        DistillPlan plan = distill.plan();
        print(plan.toMarkdown());
        if (!plan.assets().isEmpty()) {
            found.set(plan);
            voice.say(Style.YELLOW, "? /distill apply proposes this; anything else leaves it as it is");
        }
        tellProposals(distill);
    }

    private void propose() {
        DistillPlan plan = found.getAndSet(null);
        if (plan == null) {
            throw new UsageError("nothing is planned: /distill shows what would be proposed");
        }
        doing(signal -> {
            Distill distill = conversation.distill().cancellation(signal);
            distill.apply(plan);
            tellProposals(distill);
        });
    }

    private void tellProposals(Distill distill) {
        for (Proposed proposed : distill.proposals()) {
            voice.say(Style.YELLOW, "? /distill accept " + proposed.id() + "   or   /distill reject " + proposed.id());
            voice.hint("  " + proposed.because());
        }
    }

    private void print(String markdown) {
        voice.together(() -> markdown.lines().forEach(line -> voice.terminal().line(Style.PLAIN, line)));
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
        print(plan.toMarkdown());
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
