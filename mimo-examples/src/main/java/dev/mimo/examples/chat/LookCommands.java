package dev.mimo.examples.chat;

import dev.mimo.examples.terminal.Printable;
import dev.mimo.examples.terminal.Style;
import dev.mimo.examples.terminal.Terminal;
import dev.mimo.extension.Command;
import dev.mimo.extension.CustomAgent;
import dev.mimo.extension.Skill;
import dev.mimo.model.Cost;
import dev.mimo.model.Spent;
import dev.mimo.model.Usage;
import dev.mimo.permission.Grant;
import dev.mimo.permission.GrantStore;
import dev.mimo.permission.Rule;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Commands that only show something. */
final class LookCommands {

    private final Conversation conversation;
    private final Voice voice;
    private final Ledger ledger;
    private final Supplier<List<SlashCommand>> all;

    LookCommands(Conversation conversation, Voice voice, Ledger ledger, Supplier<List<SlashCommand>> all) {
        this.conversation = conversation;
        this.voice = voice;
        this.ledger = ledger;
        this.all = all;
    }

    List<SlashCommand> commands() {
        return List.of(
                new SlashCommand("help", "", "what can be typed here", true, arguments -> help()),
                new SlashCommand("cost", "", "tokens and cost since the chat began", true, arguments -> cost()),
                new SlashCommand("tasks", "", "the plan of this session", true, arguments -> tasks()),
                new SlashCommand("agents", "", "kinds of sub-agents", true, arguments -> agents()),
                new SlashCommand("skills", "", "know-how that is there", true, arguments -> skills()),
                new SlashCommand(
                        "permissions", "", "what may be done without asking", true, arguments -> permissions()));
    }

    private void help() {
        Terminal terminal = voice.terminal();
        voice.together(() -> {
            terminal.line();
            for (SlashCommand command : all.get()) {
                row(
                        "/" + command.name() + (command.arguments().isEmpty() ? "" : " " + command.arguments()),
                        command.description());
            }
            for (Command command : conversation.coder().extensions().commands().all()) {
                row(
                        "/" + command.name() + (command.hint().isEmpty() ? "" : " " + command.hint()),
                        command.description());
            }
            terminal.line();
            row("@path", "names a file; the tab key completes it");
            row("\\ or Alt-Enter", "goes on in the next line");
            row("Ctrl-C", "cancels what the agent does; twice, or Ctrl-D: leaves");
            row("while it works", "what you type is told to the agent");
        });
    }

    private void row(String name, String text) {
        Terminal terminal = voice.terminal();
        int column = Math.min(24, terminal.width() / 2);
        String left = Printable.line(name, terminal.width() - 3);
        boolean fits = Printable.columns(left) < column;
        if (!fits) {
            terminal.out().println("  " + terminal.paint(Style.CYAN, left));
        }
        String shown = fits
                ? terminal.paint(Style.CYAN, left) + " ".repeat(column - Printable.columns(left))
                : " ".repeat(column);
        List<String> lines = Printable.wrap(Printable.text(text), Math.max(8, terminal.width() - column - 3));
        for (int i = 0; i < lines.size(); i++) {
            terminal.out().println("  " + (i == 0 ? shown : " ".repeat(column)) + lines.get(i));
        }
    }

    private void cost() {
        Map<String, Spent> spent = ledger.spent();
        if (spent.isEmpty()) {
            voice.hint("nothing was spent yet");
            return;
        }
        voice.together(() -> {
            spent.forEach((role, part) -> voice.terminal().line(Style.PLAIN, role + ": " + words(part)));
            Cost cost = ledger.cost();
            voice.terminal()
                    .line(Style.DIM, cost == null ? "cost unknown: the model's prices are not known" : "cost " + cost);
        });
    }

    private static String words(Spent part) {
        Usage usage = part.usage();
        String calls = part.calls() == 0 ? "" : part.calls() + (part.calls() == 1 ? " reply, " : " replies, ");
        String cached = usage.cacheRead() == 0 ? "" : String.format(Locale.ROOT, " (%,d cached)", usage.cacheRead());
        return calls + String.format(Locale.ROOT, "%,d tokens in%s, %,d out", usage.prompt(), cached, usage.output());
    }

    private void tasks() {
        String plan = conversation.session().plan().render();
        voice.say(plan.isBlank() ? Style.DIM : Style.PLAIN, plan.isBlank() ? "there is no plan" : plan.stripTrailing());
    }

    private void agents() {
        List<CustomAgent> agents = conversation.coder().extensions().agents();
        if (agents.isEmpty()) {
            voice.hint("copies of this agent; others would stand in .mimo/agents");
        }
        voice.together(() -> agents.forEach(agent -> row(agent.name(), agent.description())));
    }

    private void skills() {
        List<Skill> skills = conversation.coder().extensions().skills();
        if (skills.isEmpty()) {
            voice.hint("there are none; they would stand in .mimo/skills");
        }
        voice.together(() -> skills.forEach(skill -> row(skill.name(), skill.description())));
    }

    private void permissions() {
        GrantStore store = conversation.coder().grants();
        Set<Grant> grants = store == null ? Set.of() : store.grants();
        List<Rule> rules = conversation.coder().permissions().rules();
        voice.together(() -> {
            Terminal terminal = voice.terminal();
            terminal.line(
                    Style.PLAIN,
                    "mode " + Modes.name(conversation.settings().mode()) + ": "
                            + Modes.words(conversation.settings().mode()));
            rules.forEach(rule -> terminal.line(
                    Style.PLAIN,
                    "rule " + rule.action().name().toLowerCase(Locale.ROOT) + " " + rule.permission() + ":"
                            + rule.pattern()));
            grants.forEach(grant ->
                    terminal.line(Style.PLAIN, "allowed for this project: " + grant.tool() + " " + grant.subject()));
        });
    }
}
