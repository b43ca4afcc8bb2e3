package dev.mimo.examples.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.agent.Input;
import dev.mimo.examples.terminal.Style;
import dev.mimo.judge.Goal;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Commands for a second opinion: when the work is done, and which draft of a step is taken. */
final class JudgeCommands {

    private static final Set<String> CLEAR = Set.of("clear", "off", "stop", "none", "reset");

    private final Conversation conversation;
    private final Voice voice;
    private final BooleanSupplier working;

    JudgeCommands(Conversation conversation, Voice voice, BooleanSupplier working) {
        this.conversation = conversation;
        this.voice = voice;
        this.working = working;
    }

    List<SlashCommand> commands() {
        return List.of(
                new SlashCommand(
                        "goal", "[TEXT|status|clear]", "work until a judge agrees that this is so", true, this::goal),
                new SlashCommand(
                        "max", "[on|off|auto]", "draft several replies, and let a judge pick", true, this::max));
    }

    private void goal(String text) {
        if (text.isEmpty() || text.equals("status")) {
            status();
        } else if (CLEAR.contains(text)) {
            conversation.goal().clear();
            voice.hint("no goal");
        } else {
            conversation.goal().set(Goal.of(text));
            voice.hint("goal: " + text);
            if (!working.getAsBoolean()) {
                conversation.start(Input.of(text));
            }
        }
    }

    private void status() {
        Goal goal = conversation.goal().find();
        voice.together(() -> {
            if (goal == null) {
                voice.terminal().line(Style.DIM, "no goal");
            } else {
                int rounds = conversation.goal().rounds();
                voice.terminal().line(Style.PLAIN, "goal: " + goal.condition());
                voice.terminal().line(Style.DIM, "sent back " + rounds + " of " + goal.maxRounds() + " times");
            }
            ObjectNode last = conversation.session().findNote("goal");
            if (last != null && last.path("last").has("verdict")) {
                String verdict = last.path("last").path("verdict").asText();
                String reason = last.path("last").path("reason").asText();
                voice.terminal().line(Style.DIM, "last verdict: " + verdict.replace('_', ' ') + ": " + reason);
            }
        });
    }

    private void max(String text) {
        if (!text.isEmpty()) {
            conversation.max().set(MaxSwitch.Position.valueOf(text.toUpperCase(Locale.ROOT)));
        }
        voice.hint("max mode " + conversation.max().position().words());
    }
}
