package dev.mimo.model;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What may be spent, and what was: by the main model, candidates, judges, writers and sub-agents alike.
 *
 * <p>Budgets form a tree: what is charged to one is charged to those above it as well, and the tightest limit holds. Safe
 * for use by several threads.
 */
public final class Budget {

    private final @Nullable Budget parent;
    private final @Nullable Long maxTokens;
    private final @Nullable Cost maxCost;
    private final Map<Role, Spent> spent = new EnumMap<>(Role.class);
    private Cost known = Cost.zero();

    private Budget(@Nullable Budget parent, @Nullable Long maxTokens, @Nullable Cost maxCost) {
        this.parent = parent;
        this.maxTokens = maxTokens;
        this.maxCost = maxCost;
    }

    /** A ledger without limits. */
    public static Budget unlimited() {
        return new Budget(null, null, null);
    }

    /** A ledger within this one; null where it has no limit of its own. */
    public Budget child(@Nullable Long tokens, @Nullable Cost cost) {
        return new Budget(this, tokens, cost);
    }

    /** A ledger within this one without limits of its own. */
    public Budget child() {
        return child(null, null);
    }

    /**
     * Enters one call.
     *
     * @param cost null when the price is unknown; from then on the cost of this ledger is unknown
     */
    public void charge(Role role, Usage usage, @Nullable Cost cost) {
        charge(Map.of(role, new Spent(1, usage, cost)), cost == null ? Cost.zero() : cost);
    }

    /**
     * Enters calls that were made elsewhere: before a pause, or in another process.
     *
     * @param more by the role they were made for
     * @param known what is known of their cost, also when it is not known in full
     */
    public void charge(Map<Role, Spent> more, Cost known) {
        for (Budget ledger = this; ledger != null; ledger = ledger.parent) {
            synchronized (ledger.spent) {
                more.forEach(ledger::merge);
                ledger.known = ledger.known.plus(known);
            }
        }
    }

    /**
     * Checks that something is left, here and above. Calls under way are not foreseen: a limit can be passed by what they
     * still spend. Of the cost, what is known counts.
     *
     * @throws BudgetExceeded when a limit is reached
     */
    public void require() {
        for (Budget ledger = this; ledger != null; ledger = ledger.parent) {
            Spent sum = ledger.spent();
            if (ledger.maxTokens != null && sum.usage().total() >= ledger.maxTokens) {
                throw new BudgetExceeded(
                        "tokens",
                        "the token limit is reached: " + sum.usage().total() + " of " + ledger.maxTokens + " spent");
            }
            Cost known = ledger.knownCost();
            if (ledger.maxCost != null && known.compareTo(ledger.maxCost) >= 0) {
                throw new BudgetExceeded(
                        "cost", "the cost limit is reached: " + known + " of " + ledger.maxCost + " spent");
            }
        }
    }

    /** Tokens that may still be spent here and above; null when nothing limits them. */
    public @Nullable Long remainingTokens() {
        Long least = null;
        for (Budget ledger = this; ledger != null; ledger = ledger.parent) {
            if (ledger.maxTokens != null) {
                long left =
                        Math.max(0, ledger.maxTokens - ledger.spent().usage().total());
                least = least == null ? left : Math.min(least, left);
            }
        }
        return least;
    }

    /** Money that may still be spent here and above, as far as costs are known; null when nothing limits it. */
    public @Nullable Cost remainingCost() {
        Cost least = null;
        for (Budget ledger = this; ledger != null; ledger = ledger.parent) {
            if (ledger.maxCost != null) {
                BigDecimal left =
                        ledger.maxCost.usd().subtract(ledger.knownCost().usd());
                Cost here = new Cost(left.max(BigDecimal.ZERO));
                least = least == null || here.compareTo(least) < 0 ? here : least;
            }
        }
        return least;
    }

    /** Everything charged here. */
    public Spent spent() {
        synchronized (spent) {
            Spent sum = Spent.NOTHING;
            for (Spent part : spent.values()) {
                sum = sum.plus(part);
            }
            return sum;
        }
    }

    /** What is known of the cost of everything charged here: calls whose price is unknown are not in it. */
    public Cost knownCost() {
        synchronized (spent) {
            return known;
        }
    }

    /** What was charged here, by the role it was charged for; without the roles for which nothing was. */
    public Map<Role, Spent> byRole() {
        synchronized (spent) {
            return Collections.unmodifiableMap(new EnumMap<>(spent));
        }
    }

    /** What was charged here for {@code role}. */
    public Spent spent(Role role) {
        synchronized (spent) {
            return spent.getOrDefault(role, Spent.NOTHING);
        }
    }

    private void merge(Role role, Spent more) {
        spent.merge(role, more, Spent::plus);
    }
}
