package dev.mimo.agent;

import dev.mimo.model.Budget;
import dev.mimo.model.Cost;
import dev.mimo.model.Prices;
import dev.mimo.model.Role;
import dev.mimo.model.Spent;
import dev.mimo.model.Usage;
import dev.mimo.session.Entry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a turn takes, time and money, also across pauses and crashes. Safe for use by several threads.
 *
 * <p>Agents to which calls were handed have accounts of their own, in their own sessions, and are entered here when their call
 * has its result: so nothing is counted twice, and nothing lost, wherever a tree is cut.
 */
final class Meter {

    /** Time is written down at least this often, when anything is. */
    private static final Duration OFTEN = Duration.ofMinutes(1);

    private final String turn;
    private final Budget total;
    private final Budget own;
    private final Clock clock;
    private final Instant begun;
    private final Map<String, Account> handedOver = new HashMap<>();
    private Duration workedBefore = Duration.ZERO;
    private Duration written = Duration.ZERO;
    private Account settled = Account.NOTHING;

    /** {@code total}: the turn's budget, which is within its limits. */
    Meter(String turn, Budget total, Clock clock) {
        this.turn = turn;
        this.total = total;
        this.own = total.child();
        this.clock = clock;
        this.begun = clock.instant();
    }

    /**
     * Something spent.
     *
     * @param known of its cost what is known
     */
    record Account(Spent spent, Cost known) {

        static final Account NOTHING = new Account(Spent.NOTHING, Cost.zero());

        static Account of(Budget budget) {
            return new Account(budget.spent(), budget.knownCost());
        }

        /** What a log tells: what was measured, and the replies since. */
        static Account of(SessionView view, @Nullable Prices prices) {
            Account replies = NOTHING;
            for (Usage reply : view.sinceMeasured()) {
                Cost cost = prices == null ? null : prices.of(reply);
                replies = replies.plus(new Account(new Spent(1, reply, cost), cost == null ? Cost.zero() : cost));
            }
            Entry.TurnMeasured measured = view.measured();
            return measured == null ? replies : new Account(measured.spent(), measured.known()).plus(replies);
        }

        Account plus(Account other) {
            return new Account(spent.plus(other.spent), known.plus(other.known));
        }
    }

    /** Where the turn's own calls and its helpers' are charged. */
    Budget own() {
        return own;
    }

    /** Where agents are charged to which calls are handed. */
    Budget total() {
        return total;
    }

    /** All that was spent for the turn. */
    Account account() {
        return Account.of(total);
    }

    /** The same by role; those that spent nothing are left out. */
    Map<Role, Spent> roles() {
        Map<Role, Spent> roles = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            Spent spent = total.spent(role);
            if (spent.calls() > 0) {
                roles.put(role, spent);
            }
        }
        return roles;
    }

    /** Goes on where a log ends: with what it tells, and what it measured last. */
    synchronized void goOn(Role role, Account before, Entry.@Nullable TurnMeasured measured) {
        own.charge(role, before.spent(), before.known());
        workedBefore = measured == null ? Duration.ZERO : measured.worked();
        written = workedBefore;
    }

    /** Time at work, pauses left out. */
    synchronized Duration worked() {
        Duration now = Duration.between(begun, clock.instant());
        return now.isNegative() ? workedBefore : workedBefore.plus(now);
    }

    /** What the agent took to which a call was handed. */
    synchronized void handedOver(String callId, Account account) {
        handedOver.put(callId, account);
    }

    /** The same for one that ended before this turn went on, and that nobody has charged since. */
    void handedOverBefore(String callId, Account account) {
        total.charge(Role.SUBAGENT, account.spent(), account.known());
        handedOver(callId, account);
    }

    /** The call has its result. */
    synchronized void settle(String callId) {
        Account account = handedOver.remove(callId);
        if (account != null) {
            settled = settled.plus(account);
        }
    }

    /**
     * What is to be written down now; null when the log tells it without.
     *
     * @param told what the log tells, entries that are about to be written included
     */
    synchronized Entry.@Nullable TurnMeasured due(Usage told) {
        Account now = Account.of(own).plus(settled);
        return now.spent().usage().equals(told) && worked().minus(written).compareTo(OFTEN) < 0 ? null : measured(now);
    }

    /** What is to be written down before a pause. */
    synchronized Entry.TurnMeasured beforePause() {
        return measured(Account.of(own).plus(settled));
    }

    /** The same at the end, when what agents took is counted too whose calls got no result. */
    synchronized Entry.@Nullable TurnMeasured dueAtEnd(Usage told) {
        Account all = account();
        return all.spent().usage().equals(told) ? null : measured(all);
    }

    private Entry.TurnMeasured measured(Account account) {
        written = Duration.ofMillis(worked().toMillis());
        return new Entry.TurnMeasured(turn, written, account.spent(), account.known());
    }
}
