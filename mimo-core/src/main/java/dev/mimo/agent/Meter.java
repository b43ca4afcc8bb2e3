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
    record Account(Map<Role, Spent> byRole, Cost known) {

        static final Account NOTHING = new Account(Map.of(), Cost.zero());

        static Account of(Budget budget) {
            return new Account(budget.byRole(), budget.knownCost());
        }

        /**
         * What a log tells: what was measured, and the replies since.
         *
         * @param role that of the replies
         */
        static Account of(SessionView view, Role role, @Nullable Prices prices) {
            Entry.TurnMeasured measured = view.measured();
            Account all = measured == null ? NOTHING : of(measured, role);
            for (Usage reply : view.sinceMeasured()) {
                Cost cost = prices == null ? null : prices.of(reply);
                Spent spent = new Spent(1, reply, cost);
                all = all.plus(new Account(Map.of(role, spent), cost == null ? Cost.zero() : cost));
            }
            return all;
        }

        private static Account of(Entry.TurnMeasured measured, Role role) {
            boolean sumOnly = measured.byRole().isEmpty();
            return new Account(sumOnly ? Map.of(role, measured.spent()) : measured.byRole(), measured.known());
        }

        Spent spent() {
            return byRole.values().stream().reduce(Spent.NOTHING, Spent::plus);
        }

        Account plus(Account other) {
            Map<Role, Spent> sum = new EnumMap<>(Role.class);
            sum.putAll(byRole);
            other.byRole.forEach((role, more) -> sum.merge(role, more, Spent::plus));
            return new Account(sum, known.plus(other.known));
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
    synchronized void goOn(Account before, Entry.@Nullable TurnMeasured measured) {
        own.charge(before.byRole(), before.known());
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
        total.charge(account.byRole(), account.known());
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

    /** What is to be written down at the end, when what agents took is counted too whose calls got no result. */
    synchronized Entry.TurnMeasured atEnd() {
        return measured(account());
    }

    private Entry.TurnMeasured measured(Account account) {
        written = Duration.ofMillis(worked().toMillis());
        return new Entry.TurnMeasured(turn, written, account.spent(), account.known(), account.byRole());
    }
}
