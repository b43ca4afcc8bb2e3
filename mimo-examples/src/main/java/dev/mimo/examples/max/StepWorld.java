package dev.mimo.examples.max;

import dev.mimo.environment.Environment;
import dev.mimo.judge.Candidate;
import dev.mimo.judge.CandidateJudge;
import dev.mimo.judge.Choice;
import dev.mimo.judge.MaxMode;
import dev.mimo.model.Budget;
import dev.mimo.model.BudgetedModel;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.Model;
import dev.mimo.model.ModelCall;
import dev.mimo.model.ModelFacts;
import dev.mimo.model.ModelOptions;
import dev.mimo.model.ModelRef;
import dev.mimo.model.Prices;
import dev.mimo.model.Prompt;
import dev.mimo.model.Reply;
import dev.mimo.model.Role;
import dev.mimo.model.StopReason;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.model.Usage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/*
 * A task is a row of steps that all have to be right. Half of the wrong steps are seen to fail and can be made good by another
 * step; the others are not noticed and sink the task. So one more right choice in a hundred counts for about five tasks in a
 * hundred of ten steps.
 *
 * In the plain world each reply is right with probability p, whatever the others are, and wrong ones are of three kinds. That
 * flatters majorities: real models share their mistakes. In the world with traps replies are right with probability p all the
 * same, but only on average: 0.98 on most steps, 0.3 on hard ones, and there all wrong ones make the same mistake.
 *
 * Everything but model and judge is the real thing: candidates, agreement, judge, accounting.
 */

/** A world of steps, for one way to choose them. Everything is drawn from one seed. Confined to one thread. */
final class StepWorld {

    private static final int STEPS = 10;
    private static final int MOST = 3 * STEPS;
    private static final int KINDS_OF_WRONG = 3;
    private static final double SEEN = 0.5;
    private static final double RIGHT_IF_EASY = 0.98;
    private static final double RIGHT_IF_HARD = 0.3;

    /** Tokens: what an agent begins with, what a step adds, what a reply and a judgement take. */
    private static final int HEAD = 8_000;

    private static final int STEP = 1_500;
    private static final int REPLY = 300;
    private static final int JUDGE_HEAD = 800;
    private static final int JUDGE_REPLY = 120;

    /** Usual ratios among vendors: an answer costs five times as much as a prompt, a cached prompt a tenth. */
    private static final Prices PRICES =
            new Prices(new BigDecimal("2"), new BigDecimal("10"), new BigDecimal("0.2"), new BigDecimal("2"));

    private final Random random;
    private final double right;
    private final double judging;
    private final boolean traps;
    private final Model agent;
    private int judgements;
    private int asked;

    /**
     * What it is like.
     *
     * @param right how often a reply is right
     * @param judging how often the judge takes a right one when there are both
     * @param traps whether wrong replies come together, and agree
     */
    record Terms(double right, double judging, boolean traps) {}

    StepWorld(Terms terms, MaxMode mode, long seed, Environment environment) {
        this.right = terms.right();
        this.judging = terms.judging();
        this.traps = terms.traps();
        this.random = new Random(seed);
        this.agent = mode.around(new BudgetedModel(new Drawn()), judge(), environment);
    }

    /** What came of many tasks. */
    record Result(double success, double tokens, double usd, double judgedShare) {}

    Result run(int tasks) {
        Budget budget = Budget.unlimited();
        int solved = 0;
        int steps = 0;
        for (int i = 0; i < tasks; i++) {
            Task task = new Task();
            while (!task.isOver()) {
                task.take(agent.reply(task.prompt(), ModelCall.of(Role.MAIN).withBudget(budget)));
                steps++;
            }
            solved += task.isSolved() ? 1 : 0;
        }
        double usd = budget.knownCost().usd().doubleValue();
        return new Result(
                (double) solved / tasks,
                (double) budget.spent().usage().total() / tasks,
                usd / tasks,
                (double) judgements / steps);
    }

    /** One task on its way. */
    private static final class Task {

        private final List<Message> messages = new ArrayList<>(List.of(Message.user("do all steps")));
        private int done;
        private int taken;
        private boolean sunk;
        private boolean failing;

        Prompt prompt() {
            return new Prompt("", messages, List.of(), ModelOptions.defaults());
        }

        void take(Reply reply) {
            ToolCall call = reply.message().toolCalls().get(0);
            boolean good = call.arguments().path("kind").asInt() == 0;
            boolean seen = call.id().startsWith("seen-");
            taken++;
            failing = !good && seen;
            sunk |= !good && !seen;
            done += good || !seen ? 1 : 0;
            messages.add(reply.message());
            messages.add(
                    Message.tool(failing ? ToolResult.error(call, "it failed") : ToolResult.of(call, "went well")));
        }

        boolean isOver() {
            return done == STEPS || taken == MOST;
        }

        boolean isSolved() {
            return done == STEPS && !sunk;
        }
    }

    /** Draws replies. The first of a step fills the provider's cache, the others read from it. */
    private final class Drawn implements Model {

        private int lastStep = -1;
        private boolean hard;

        @Override
        public Reply reply(Prompt prompt, ModelCall call) {
            int step = prompt.messages().size() / 2;
            boolean first = step != lastStep;
            lastStep = step;
            if (first) {
                hard = traps && random.nextDouble() < (RIGHT_IF_EASY - right) / (RIGHT_IF_EASY - RIGHT_IF_HARD);
            }
            double chance = hard ? RIGHT_IF_HARD : traps ? RIGHT_IF_EASY : right;
            int kind = random.nextDouble() < chance ? 0 : hard ? 1 : 1 + random.nextInt(KINDS_OF_WRONG);
            boolean seen = random.nextDouble() < SEEN;
            ToolCall action = ToolCall.of(
                    (kind != 0 && seen ? "seen-" : "call-") + ++asked,
                    "act",
                    Json.object().put("step", step).put("kind", kind));
            long cached = HEAD + (long) STEP * Math.max(0, step - 1);
            Usage usage = first
                    ? new Usage(step == 0 ? HEAD : STEP, REPLY, 0, step == 0 ? 0 : cached, 0)
                    : new Usage(0, REPLY, 0, HEAD + (long) STEP * step, 0);
            return new Reply(Message.assistant(action), StopReason.TOOL_CALLS, usage, null);
        }

        @Override
        public ModelFacts facts() {
            return ModelFacts.unknown(ModelRef.of("step", "world")).withPrices(PRICES);
        }
    }

    private CandidateJudge judge() {
        return (prompt, candidates, call) -> {
            judgements++;
            Usage usage = Usage.of(JUDGE_HEAD + (long) REPLY * candidates.size(), JUDGE_REPLY);
            call.budget().charge(Role.JUDGE, usage, PRICES.of(usage));
            boolean wantsRight = random.nextDouble() < judging;
            for (Candidate candidate : candidates) {
                boolean good = candidate
                                .reply()
                                .message()
                                .toolCalls()
                                .get(0)
                                .arguments()
                                .path("kind")
                                .asInt()
                        == 0;
                if (good == wantsRight) {
                    return new Choice(candidate.index(), judging, "drawn");
                }
            }
            return new Choice(candidates.get(0).index(), judging, "all are alike");
        };
    }
}
