package dev.mimo.examples.report;

import dev.mimo.examples.report.SessionReport.Ending;
import dev.mimo.model.ModelFacts;
import dev.mimo.model.ModelRef;
import dev.mimo.model.Prices;
import dev.mimo.model.Role;
import dev.mimo.model.Spent;
import dev.mimo.session.Entry;
import dev.mimo.session.SessionId;
import dev.mimo.session.Stored;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Adds up what turns took: their accounts, and the replies since. */
final class AccountReading implements Consumer<Stored> {

    private final Function<ModelRef, ModelFacts> facts;
    private final Set<String> models = new LinkedHashSet<>();
    private final Set<SessionId> agents = new LinkedHashSet<>();
    private Role role = Role.MAIN;
    private String agent = "";
    private String task = "";
    private Ending ending = new Ending("empty", "");
    private int turns;
    private int steps;
    private @Nullable Instant from;
    private Instant until = Instant.EPOCH;
    private Map<Role, Spent> before = Map.of();
    private Duration workedBefore = Duration.ZERO;
    private Map<Role, Spent> turn = Map.of();
    private Duration worked = Duration.ZERO;
    private @Nullable Instant since;

    AccountReading(Function<ModelRef, ModelFacts> facts) {
        this.facts = facts;
    }

    @Override
    public void accept(Stored stored) {
        Entry entry = stored.entry();
        from = from == null ? stored.at() : from;
        until = stored.at();
        if (entry instanceof Entry.Opened opened) {
            agent = opened.agent();
            role = opened.parent() == null ? Role.MAIN : Role.SUBAGENT;
        } else if (entry instanceof Entry.MessageAdded added
                && task.isEmpty()
                && added.message().note() == null) {
            task = added.message().text().strip();
        } else if (entry instanceof Entry.CallDelegated delegated) {
            agents.add(delegated.child());
        }
        takeTurn(entry, stored.at());
    }

    private void takeTurn(Entry entry, Instant at) {
        if (entry instanceof Entry.TurnStarted) {
            closeTurn();
            turns++;
            goOn(at);
        } else if (entry instanceof Entry.TurnMeasured measured) {
            turn = measured.byRole().isEmpty() ? Map.of(role, measured.spent()) : measured.byRole();
            worked = measured.worked();
            since = at;
        } else if (entry instanceof Entry.TurnPaused paused) {
            String questions =
                    paused.questions().stream().map(Entry.Question::text).collect(Collectors.joining("\n"));
            stop(new Ending("paused", questions), at);
        } else if (entry instanceof Entry.TurnEnded ended) {
            stop(new Ending(ended.outcome(), ended.text()), at);
        } else if (entry instanceof Entry.ReplyAdded reply) {
            goOnAfterPause(at);
            takeReply(reply);
        } else if (entry instanceof Entry.CallStarted || entry instanceof Entry.CallFinished) {
            goOnAfterPause(at);
        }
    }

    private void takeReply(Entry.ReplyAdded reply) {
        steps++;
        ModelRef author = reply.message().author();
        if (author != null) {
            models.add(author.toString());
        }
        Prices prices = author == null ? null : facts.apply(author).prices();
        Spent spent = new Spent(1, reply.usage(), prices == null ? null : prices.of(reply.usage()));
        turn = Spending.plus(turn, Map.of(role, spent));
    }

    private void goOnAfterPause(Instant at) {
        if (ending.outcome().equals("paused")) {
            goOn(at);
        }
    }

    private void goOn(Instant at) {
        ending = new Ending("open", "");
        since = at;
    }

    private void stop(Ending how, Instant at) {
        worked = workedAt(at);
        since = null;
        ending = how;
    }

    private Duration workedAt(Instant at) {
        return since == null || at.isBefore(since) ? worked : worked.plus(Duration.between(since, at));
    }

    private void closeTurn() {
        before = byRole();
        workedBefore = worked();
        turn = Map.of();
        worked = Duration.ZERO;
        since = null;
    }

    Map<Role, Spent> byRole() {
        return Spending.plus(before, turn);
    }

    Duration worked() {
        return workedBefore.plus(workedAt(until));
    }

    List<String> models() {
        return List.copyOf(models);
    }

    /** Those to which calls were handed. */
    List<SessionId> agents() {
        return List.copyOf(agents);
    }

    String agent() {
        return agent;
    }

    String task() {
        return task;
    }

    Ending ending() {
        return ending;
    }

    int turns() {
        return turns;
    }

    int steps() {
        return steps;
    }

    Instant from() {
        return from == null ? until : from;
    }

    Instant until() {
        return until;
    }
}
