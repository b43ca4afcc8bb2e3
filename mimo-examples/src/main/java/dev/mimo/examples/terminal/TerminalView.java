package dev.mimo.examples.terminal;

import dev.mimo.agent.AgentEvent;
import dev.mimo.agent.AgentListener;
import dev.mimo.agent.Outcome;
import dev.mimo.agent.TurnEvent;
import dev.mimo.environment.Event;
import dev.mimo.judge.CandidateEvent;
import dev.mimo.judge.GoalEvent;
import dev.mimo.mcp.McpEvent;
import dev.mimo.model.ModelRetried;
import dev.mimo.model.ModelSwitched;
import dev.mimo.model.ReplyWithdrawn;
import dev.mimo.model.Role;
import dev.mimo.model.Spent;
import dev.mimo.model.TextDelta;
import dev.mimo.model.ThinkingDelta;
import dev.mimo.session.Entry;
import dev.mimo.session.SessionId;
import dev.mimo.tool.ToolProgress;
import dev.mimo.tool.coding.FileChanged;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Shows a turn as it runs: words as they come, a line for each tool call with what it changed or printed, sub-agents
 * indented, and how it all ended. Safe for use by several threads.
 */
public final class TerminalView implements AgentListener {

    private static final String INDENT = "  ";

    private final Terminal terminal;
    private final ToolLines tools;
    private final CandidateTable candidates;
    private final GoalLines goals;
    private final Map<SessionId, Integer> depths = new HashMap<>();
    private @Nullable MarkdownView words;
    private @Nullable Paragraph thoughts;
    private boolean spoke;
    private Instant began = Instant.MIN;

    public TerminalView(Terminal terminal) {
        this.terminal = terminal;
        this.tools = new ToolLines(terminal);
        this.candidates = new CandidateTable(terminal);
        this.goals = new GoalLines(terminal);
    }

    @Override
    public synchronized void onEvent(AgentEvent stamped) {
        Event event = stamped.event();
        int depth = depths.computeIfAbsent(stamped.session(), first -> 0);
        if (event instanceof TurnEvent turnEvent) {
            show(turnEvent, stamped, depth);
        } else if (event instanceof CandidateEvent candidate) {
            silence();
            tools.breakLine();
            candidates.show(candidate);
        } else if (event instanceof GoalEvent goal) {
            silence();
            goals.show(goal);
        } else if (depth == 0 && event instanceof TextDelta delta) {
            speak(delta.text());
        } else if (depth == 0 && event instanceof ThinkingDelta delta) {
            think(delta.text());
        } else if (event instanceof FileChanged change) {
            tools.changed(stamped.session(), change);
        } else if (event instanceof ToolProgress progress) {
            tools.progress(progress);
        } else if (event instanceof ModelRetried retry) {
            note(depth, "↻ attempt " + retry.attempt() + " in " + millis(retry.delayMs()) + ": " + retry.reason());
        } else if (event instanceof ModelSwitched switched) {
            note(depth, "↻ " + switched.to() + " is asked instead: " + switched.reason());
        } else if (event instanceof McpEvent server) {
            note(depth, ServerLines.of(server));
        } else if (event instanceof ReplyWithdrawn withdrawn) {
            spoke = false;
            note(depth, "↻ what was said last is void: " + withdrawn.reason());
        }
    }

    private void show(TurnEvent event, AgentEvent stamped, int depth) {
        if (event instanceof TurnEvent.TurnStarted || event instanceof TurnEvent.TurnResumed) {
            began = depth == 0 ? stamped.at() : began;
        } else if (event instanceof TurnEvent.ReplyFinished reply) {
            finishReply(reply, depth);
        } else if (event instanceof TurnEvent.ToolCallStarted start) {
            silence();
            tools.started(start.call(), INDENT.repeat(depth));
        } else if (event instanceof TurnEvent.ToolCallFinished finish) {
            silence();
            tools.finished(finish, stamped.session(), INDENT.repeat(depth));
        } else if (event instanceof TurnEvent.SubagentStarted start) {
            depths.put(SessionId.of(start.id()), depth + 1);
            write(depth, Style.CYAN, "▶ " + start.kind() + ": " + start.title());
        } else if (event instanceof TurnEvent.SubagentFinished finish) {
            int below = depths.getOrDefault(SessionId.of(finish.id()), depth + 1);
            write(below - 1, Style.CYAN, "◀ sub-agent: " + words(finish.outcome()));
        } else if (event instanceof TurnEvent.TurnEnded end) {
            if (depth == 0) {
                end(end.outcome(), Duration.between(began, stamped.at()));
            }
        } else {
            showAside(event, depth);
        }
    }

    private void showAside(TurnEvent event, int depth) {
        if (event instanceof TurnEvent.AgentReminded reminded) {
            note(depth, "↺ reminded (" + reminded.kind() + "): " + reminded.message());
        } else if (event instanceof TurnEvent.TurnSteered steered) {
            note(depth, "› " + steered.text());
        } else if (event instanceof TurnEvent.PlanChanged change) {
            write(depth, Style.DIM, change.plan().render().stripTrailing());
        } else if (event instanceof TurnEvent.PermissionAsked asked) {
            note(depth, "? " + asked.question());
        } else if (event instanceof TurnEvent.PermissionAnswered answered) {
            note(depth, "  answered: " + answered.answer());
        }
    }

    /** A reply that did not come in pieces is shown now; of a sub-agent's, the first line. */
    private void finishReply(TurnEvent.ReplyFinished reply, int depth) {
        if (depth > 0) {
            if (!reply.text().isBlank()) {
                String line = Printable.line(reply.text(), terminal.width() - 2 * depth);
                write(depth, Style.DIM, line);
            }
            return;
        }
        if (!spoke && !reply.text().isBlank()) {
            speak(reply.text());
        }
        silence();
        spoke = false;
    }

    private void speak(String piece) {
        MarkdownView view = words;
        if (view == null) {
            silence();
            tools.breakLine();
            terminal.line();
            view = new MarkdownView(terminal);
            words = view;
        }
        spoke = true;
        view.add(piece);
    }

    private void think(String piece) {
        Paragraph paragraph = thoughts;
        if (paragraph == null) {
            silence();
            tools.breakLine();
            terminal.line();
            paragraph = new Paragraph(terminal, "", Style.DIM);
            thoughts = paragraph;
        }
        paragraph.add(piece);
    }

    private void silence() {
        candidates.leave();
        if (words != null) {
            words.end();
            words = null;
        }
        if (thoughts != null) {
            thoughts.end();
            thoughts = null;
        }
    }

    /** Shows something in between; what was being said goes on after it. */
    public synchronized void aside(Runnable shown) {
        if (words != null) {
            words.breakLine();
        }
        if (thoughts != null) {
            thoughts.breakLine();
        }
        candidates.leave();
        tools.breakLine();
        shown.run();
        terminal.out().flush();
    }

    private void note(int depth, String text) {
        write(depth, Style.YELLOW, text);
    }

    private void write(int depth, Style style, String text) {
        silence();
        tools.breakLine();
        Paragraph paragraph = new Paragraph(terminal, INDENT.repeat(depth), style);
        paragraph.add(text);
        paragraph.end();
    }

    private void end(Outcome outcome, Duration time) {
        silence();
        tools.breakLine();
        terminal.line();
        if (outcome instanceof Outcome.Paused paused) {
            paused.questions().forEach(this::showQuestion);
        } else if (!outcome.isDone()) {
            terminal.line(style(outcome), outcome.text());
        }
        StringBuilder line = new StringBuilder(outcome.isDone() ? "✔ " : "■ ").append(words(outcome.type()));
        line.append(" · ").append(outcome.steps()).append(outcome.steps() == 1 ? " step" : " steps");
        long tokens = outcome.usage().total();
        line.append(tokens == 0 ? "" : String.format(Locale.ROOT, " · %,d tokens", tokens));
        boolean priced = outcome.cost() != null && tokens > 0;
        line.append(priced ? " · " + outcome.cost() : "");
        line.append(" · ").append(millis(time.toMillis()));
        terminal.line(style(outcome), line.toString());
        Map<Role, Spent> roles = outcome.account().roles();
        if (roles.size() > 1) {
            List<String> parts = new ArrayList<>();
            roles.forEach((role, spent) -> parts.add(role.label() + " "
                    + String.format(Locale.ROOT, "%,d tokens", spent.usage().total())
                    + (spent.cost() == null ? "" : " " + spent.cost())));
            terminal.line(
                    Style.DIM, "  " + String.join(" · ", parts.stream().sorted().toList()));
        }
    }

    private void showQuestion(Entry.Question question) {
        terminal.line(Style.YELLOW, "? " + question.callId() + ": " + question.text());
    }

    private static Style style(Outcome outcome) {
        if (outcome.isDone()) {
            return Style.GREEN;
        }
        boolean mild = outcome instanceof Outcome.Paused || outcome instanceof Outcome.Cancelled;
        return mild ? Style.YELLOW : Style.RED;
    }

    private static String words(String type) {
        return type.replace('_', ' ');
    }

    static String millis(long millis) {
        if (millis < 1_000) {
            return millis + " ms";
        }
        if (millis < 60_000) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1_000.0);
        }
        return millis / 60_000 + " min " + millis / 1_000 % 60 + " s";
    }
}
