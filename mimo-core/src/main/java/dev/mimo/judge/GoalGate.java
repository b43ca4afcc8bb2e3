package dev.mimo.judge;

import dev.mimo.agent.Parts;
import dev.mimo.agent.StopGate;
import dev.mimo.environment.MimoException;
import dev.mimo.model.BudgetExceeded;
import dev.mimo.model.Role;
import dev.mimo.session.Entry;
import dev.mimo.session.Plan;
import dev.mimo.tool.BackgroundWork;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets an agent stop when its goal is met. Checks come first and cost nothing; then the judge. Nothing but a verdict of "met"
 * on the goal that stands lets the turn end as done.
 */
final class GoalGate implements StopGate {

    private static final Logger LOG = LoggerFactory.getLogger(GoalGate.class);

    /** So many verdicts that say the same while nothing is done are enough, after the first one. */
    private static final int MOST_STALE = 2;

    private final Supplier<Goal.@Nullable Standing> source;
    private final Parts parts;
    private Consumer<Goal.Standing> atEnd = ended -> {};

    /** {@code source} gives the goal that stands now; null for none. */
    GoalGate(Supplier<Goal.@Nullable Standing> source, Parts parts) {
        this.source = source;
        this.parts = parts;
    }

    /** Tells {@code listener} when a goal is met, out of reach or given up. */
    GoalGate atEnd(Consumer<Goal.Standing> listener) {
        atEnd = listener;
        return this;
    }

    @Override
    public Decision mayStop(Stopping stopping) throws InterruptedException {
        while (true) {
            Goal.Standing standing = source.get();
            if (standing == null) {
                return Decision.stop();
            }
            Decision decision = decide(standing, stopping);
            if (decision != null) {
                return decision;
            }
            stopping.events().emit(new GoalEvent.Unassessed("the goal was replaced meanwhile"));
        }
    }

    /** Null when another goal stands by now. */
    private @Nullable Decision decide(Goal.Standing standing, Stopping stopping) throws InterruptedException {
        Goal goal = standing.goal();
        GoalProgress progress = progress(standing, stopping);
        List<Evidence.Finding> findings = findings(goal, stopping);
        Verdict verdict = byChecks(findings);
        boolean byJudge = verdict == null;
        if (verdict == null) {
            stopping.events().emit(new GoalEvent.JudgeAsked(goal.condition(), progress.rounds()));
            try {
                verdict = judge(goal, stopping, findings, progress);
            } catch (BudgetExceeded e) {
                throw e;
            } catch (RuntimeException e) {
                stopping.cancellation().throwIfCancelled();
                if (Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                return stands(standing) ? unverified(standing, stopping, progress, e) : null;
            }
        }
        if (!stands(standing)) {
            return null;
        }
        stopping.events().emit(new GoalEvent.Assessed(verdict, byJudge, progress.rounds(), goal.maxRounds()));
        return follow(verdict, standing, stopping, progress);
    }

    private boolean stands(Goal.Standing standing) {
        Goal.Standing now = source.get();
        return now != null && now.revision() == standing.revision() && sameCondition(now, standing);
    }

    private static boolean sameCondition(Goal.Standing a, Goal.Standing b) {
        return a.goal().condition().equals(b.goal().condition());
    }

    private GoalProgress progress(Goal.Standing standing, Stopping stopping) {
        GoalProgress known =
                GoalProgress.find(stopping.session(), standing.goal().condition());
        if (known != null && known.revision() == standing.revision()) {
            return known;
        }
        String id = stopping.surroundings().environment().ids().next("goal");
        GoalProgress begun = new GoalProgress(id, standing.revision(), 0, 0, 0, "");
        begun.keep(stopping.session(), standing.goal().condition(), null);
        return begun;
    }

    private static List<Evidence.Finding> findings(Goal goal, Stopping stopping) throws InterruptedException {
        List<Evidence.Finding> findings = new ArrayList<>(background(stopping));
        findings.add(plan(stopping.session().plan()));
        for (Evidence evidence : goal.evidence()) {
            findings.add(look(evidence, stopping));
            stopping.cancellation().throwIfCancelled();
        }
        findings.forEach(finding -> stopping.events().emit(new GoalEvent.EvidenceChecked(finding)));
        return findings;
    }

    /** What has to end is waited for; how the rest stands is for the judge to read. */
    private static List<Evidence.Finding> background(Stopping stopping) throws InterruptedException {
        List<Evidence.Finding> findings = new ArrayList<>();
        for (BackgroundWork.Work work : stopping.surroundings().background()) {
            if (work.isAwaited()) {
                work.await(stopping.cancellation());
                stopping.cancellation().throwIfCancelled();
            }
            findings.add(new Evidence.Finding("background work", true, work.line()));
        }
        return findings;
    }

    private static Evidence.Finding plan(Plan plan) {
        List<Plan.Task> open = plan.openTasks();
        if (open.isEmpty()) {
            return new Evidence.Finding("plan", true, "no task is open");
        }
        StringBuilder detail =
                new StringBuilder("these tasks of the plan are open; do them, or mark them as done or abandoned:");
        open.forEach(task -> detail.append('\n').append(task.id()).append(' ').append(task.title()));
        return new Evidence.Finding("plan", false, detail.toString());
    }

    private static Evidence.Finding look(Evidence evidence, Stopping stopping) throws InterruptedException {
        try {
            return evidence.look(stopping);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            stopping.cancellation().throwIfCancelled();
            LOG.info("a check of a goal failed", e);
            return new Evidence.Finding("check", false, "the check itself failed: " + e);
        }
    }

    /** Not met when a check fails; else null, and a judge has to say. */
    private static @Nullable Verdict byChecks(List<Evidence.Finding> findings) {
        List<String> missing = new ArrayList<>();
        for (Evidence.Finding finding : findings) {
            if (!finding.holds()) {
                missing.add(finding.name() + ": " + finding.detail());
            }
        }
        return missing.isEmpty() ? null : new Verdict.NotMet("a check does not hold", missing);
    }

    private Verdict judge(Goal goal, Stopping stopping, List<Evidence.Finding> findings, GoalProgress progress) {
        GoalJudge own = goal.judge();
        GoalJudge judge = own == null ? ModelGoalJudge.of(parts.model(Role.JUDGE)) : own;
        GoalJudge.Review review = new GoalJudge.Review(
                goal.condition(), stopping.transcript(), findings, stopping.answer(), progress.rounds());
        return JudgeCall.run(
                stopping.call(),
                goal.judgeTime(),
                stopping.surroundings().environment().scheduler(),
                call -> Objects.requireNonNull(judge.assess(review, call), "the judge gave no verdict"));
    }

    private Decision follow(Verdict verdict, Goal.Standing standing, Stopping stopping, GoalProgress progress) {
        if (verdict instanceof Verdict.NotMet not) {
            return notMet(not, standing, stopping, progress);
        }
        close(standing, stopping, verdict);
        return verdict instanceof Verdict.Met
                ? Decision.stop()
                : new Decision.NotMet("the goal is out of reach: " + verdict.reason());
    }

    private Decision notMet(Verdict.NotMet verdict, Goal.Standing standing, Stopping stopping, GoalProgress before) {
        Goal goal = standing.goal();
        GoalProgress next = before.sentBack(
                verdict,
                hasEffects(stopping, before.seen()),
                stopping.transcript().size());
        if (next.rounds() > goal.maxRounds() || next.stale() >= MOST_STALE) {
            close(standing, stopping, verdict);
            String why = next.stale() >= MOST_STALE
                    ? "no progress was made"
                    : "the agent was sent back " + goal.maxRounds() + " times";
            return new Decision.NotMet(why + ": " + words(verdict));
        }
        next.keep(stopping.session(), goal.condition(), verdict);
        return Decision.goOn("The goal is not met yet: " + goal.condition() + "\n\n" + words(verdict)
                + "\n\nGo on until it is. What you say proves nothing: what your tools show does.");
    }

    /** Whether a call that may change something was begun since. */
    private static boolean hasEffects(Stopping stopping, long since) {
        return stopping.transcript().stream(since).anyMatch(stored -> stored.entry() instanceof Entry.CallStarted);
    }

    private static String words(Verdict.NotMet verdict) {
        StringBuilder words = new StringBuilder(verdict.reason());
        verdict.missing().forEach(item -> words.append("\n- ").append(item));
        return words.toString();
    }

    private Decision unverified(
            Goal.Standing standing, Stopping stopping, GoalProgress progress, RuntimeException failure) {
        String reason = "the goal could not be verified: " + failure.getMessage();
        LOG.info("the judge of a goal failed", failure);
        stopping.events().emit(new GoalEvent.Unassessed(reason));
        switch (standing.goal().onJudgeFailure()) {
            case FAIL -> throw new MimoException(reason, failure);
            case CONTINUE -> {
                Verdict.NotMet again = new Verdict.NotMet(reason, List.of());
                Decision decision = notMet(again, standing, stopping, progress);
                return decision instanceof Decision.GoOn ? decision : new Decision.Unverified(reason);
            }
            default -> {
                return new Decision.Unverified(reason);
            }
        }
    }

    private void close(Goal.Standing standing, Stopping stopping, Verdict verdict) {
        GoalProgress.close(stopping.session(), standing.goal().condition(), verdict);
        atEnd.accept(standing);
    }
}
