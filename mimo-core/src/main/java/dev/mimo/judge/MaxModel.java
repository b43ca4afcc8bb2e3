package dev.mimo.judge;

import dev.mimo.environment.CancelledException;
import dev.mimo.environment.Environment;
import dev.mimo.model.Budget;
import dev.mimo.model.BudgetExceeded;
import dev.mimo.model.Content;
import dev.mimo.model.Cost;
import dev.mimo.model.Json;
import dev.mimo.model.Model;
import dev.mimo.model.ModelCall;
import dev.mimo.model.ModelException;
import dev.mimo.model.ModelFacts;
import dev.mimo.model.Prices;
import dev.mimo.model.Prompt;
import dev.mimo.model.Reply;
import dev.mimo.model.Role;
import dev.mimo.model.TextDelta;
import dev.mimo.model.ThinkingDelta;
import dev.mimo.model.TokenEstimator;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolCallDelta;
import dev.mimo.model.Usage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A model that drafts several replies with another one and gives the best. Safe for use by several threads. */
final class MaxModel implements Model {

    private static final Logger LOG = LoggerFactory.getLogger(MaxModel.class);

    /** What an answer is taken to need when nothing bounds it: a step's usual call is far shorter. */
    private static final int ANSWER = 1_000;

    private final MaxMode terms;
    private final Model inner;
    private final CandidateJudge judge;
    private final Environment environment;
    private final Predicate<Role> roles;

    MaxModel(MaxMode terms, Model inner, CandidateJudge judge, Environment environment, Predicate<Role> roles) {
        this.terms = terms;
        this.inner = inner;
        this.judge = judge;
        this.environment = environment;
        this.roles = roles;
    }

    @Override
    public ModelFacts facts() {
        return inner.facts();
    }

    @Override
    public Reply reply(Prompt prompt, ModelCall call) {
        boolean hard = terms.candidates > 1 && roles.test(call.role()) && terms.when.test(prompt);
        int count = hard ? affordable(prompt, call.budget()) : 1;
        return count < 2 ? inner.reply(prompt, call) : best(prompt, call, count);
    }

    /* A limit is rare, and a guess at the prompt takes no longer than its encoding. */
    private int affordable(Prompt prompt, Budget budget) {
        Long tokens = budget.remainingTokens();
        Cost cost = budget.remainingCost();
        if (tokens == null && cost == null) {
            return terms.candidates;
        }
        Usage each = Usage.of(TokenEstimator.byScript().estimate(prompt), ANSWER);
        long most = tokens == null ? terms.candidates : tokens / each.total();
        Prices prices = facts().prices();
        if (cost != null && prices != null && prices.of(each).usd().signum() > 0) {
            most = Math.min(
                    most,
                    cost.usd().divideToIntegralValue(prices.of(each).usd()).longValue());
        }
        return (int) Math.max(1, Math.min(terms.candidates, most));
    }

    private Reply best(Prompt prompt, ModelCall call, int count) {
        Budget ledger = call.budget().child();
        ModelCall own = call.withBudget(ledger);
        Race race = new Race(terms, drafts(prompt, count), own, environment);
        try {
            race.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("interrupted while candidates were drafted");
        }
        List<Candidate> candidates = race.finished();
        if (candidates.isEmpty()) {
            return ordinary(prompt, call, race.failure());
        }
        Made made = choose(prompt, candidates, count, own);
        Decision decision = new Decision(made.order, race.dropped(), made.choice, made.by, ledger.spent());
        call.events().emit(new CandidateEvent.Chosen(decision));
        Reply reply = find(candidates, made.choice.index()).reply();
        tell(reply, call);
        return reply;
    }

    private List<Diversity.Drafting> drafts(Prompt prompt, int count) {
        Diversity.Drafting ordinary = new Diversity.Drafting(inner, prompt);
        List<Diversity.Drafting> drafts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            drafts.add(terms.diversity.vary(i, count, ordinary));
        }
        return drafts;
    }

    /* What a shorter prompt or more money has to mend would only happen again. */
    private Reply ordinary(Prompt prompt, ModelCall call, @Nullable Throwable failure) {
        if (failure instanceof ModelException.ContextOverflow overflow) {
            throw overflow;
        }
        if (failure instanceof BudgetExceeded spent) {
            throw spent;
        }
        return inner.reply(prompt, call);
    }

    /** What came of choosing. */
    private record Made(List<Candidate> order, Choice choice, Decision.By by) {}

    private Made choose(Prompt prompt, List<Candidate> candidates, int count, ModelCall call) {
        Candidate first = candidates.get(0);
        if (candidates.size() == 1) {
            return new Made(candidates, new Choice(first.index(), 1, "it is the only one left"), Decision.By.LEFT);
        }
        Agreement.Group group = Agreement.largest(candidates);
        int needed = Math.min(terms.quorumOf(count), candidates.size() / 2 + 1);
        if (terms.shortCut && group != null && group.size() >= needed) {
            String reason = group.size() + " of " + candidates.size() + " propose the same";
            double share = (double) group.size() / candidates.size();
            return new Made(candidates, new Choice(group.first().index(), share, reason), Decision.By.AGREEMENT);
        }
        List<Candidate> shuffled = new ArrayList<>(candidates);
        Collections.shuffle(shuffled, new Random(environment.random().nextLong()));
        return judged(prompt, List.copyOf(shuffled), group == null ? first : group.first(), call);
    }

    private Made judged(Prompt prompt, List<Candidate> shuffled, Candidate otherwise, ModelCall call) {
        call.events().emit(new CandidateEvent.Judged(shuffled.size()));
        String fault;
        try {
            Choice choice = JudgeCall.run(
                    call, terms.judgeTime, environment.scheduler(), own -> judge.choose(prompt, shuffled, own));
            if (shuffled.stream().anyMatch(candidate -> candidate.index() == choice.index())) {
                return new Made(shuffled, choice, Decision.By.JUDGE);
            }
            fault = "the judge chose candidate " + choice.index() + ", which is none of them";
        } catch (RuntimeException e) {
            call.cancellation().throwIfCancelled();
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            LOG.info("the judge of candidates failed", e);
            fault = "the judge failed: " + e.getMessage();
        }
        return new Made(shuffled, new Choice(otherwise.index(), 0, fault), Decision.By.FALLBACK);
    }

    /** The chosen reply as whoever listens would have heard it: its parts in their order. */
    private static void tell(Reply reply, ModelCall call) {
        int calls = 0;
        for (Content block : reply.message().content()) {
            if (block instanceof Content.Thinking thinking && !thinking.text().isEmpty()) {
                call.events().emit(new ThinkingDelta(thinking.text()));
            } else if (block instanceof Content.Text text && !text.text().isEmpty()) {
                call.events().emit(new TextDelta(text.text()));
            } else if (block instanceof ToolCall asked) {
                call.events().emit(new ToolCallDelta(calls++, asked.name(), Json.write(asked.arguments())));
            }
        }
    }

    private static Candidate find(List<Candidate> candidates, int index) {
        for (Candidate candidate : candidates) {
            if (candidate.index() == index) {
                return candidate;
            }
        }
        throw new IllegalStateException("no candidate " + index);
    }
}
