package dev.mimo.providers;

import com.sun.management.OperatingSystemMXBean;
import dev.mimo.environment.Environment;
import dev.mimo.judge.CandidateJudge;
import dev.mimo.judge.MaxMode;
import dev.mimo.judge.ModelCandidateJudge;
import dev.mimo.model.Content;
import dev.mimo.model.Message;
import dev.mimo.model.Model;
import dev.mimo.model.ModelCall;
import dev.mimo.model.ModelOptions;
import dev.mimo.model.Prompt;
import dev.mimo.model.Reply;
import dev.mimo.model.Role;
import dev.mimo.testing.server.LoopbackModelServer;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Max Mode of five over HTTP with a long conversation: wall clock against the slowest candidate and the judge, and CPU of the
 * whole process, its model server included, against an ordinary step. Prints, asserts nothing; run by hand.
 */
final class MaxModeBenchmark {

    private static final int ROUNDS = 120;
    private static final int MEASURED = 60;
    private static final int MESSAGES = 400;
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private MaxModeBenchmark() {}

    public static void main(String[] args) {
        AtomicInteger answers = new AtomicInteger();
        try (Environment environment = Environment.builder().build();
                LoopbackModelServer server =
                        LoopbackModelServer.serving((prompt, call) -> answer(prompt, answers.incrementAndGet()))) {
            Model model = Models.openAiCompatible(server.baseUrl(), "m").model(environment);
            cpu(model, environment);
            wall(model, environment);
        }
    }

    private static Reply answer(Prompt prompt, int number) {
        boolean judge = prompt.system().startsWith("You judge");
        return Reply.text(
                judge ? "{\"draft\":1,\"confidence\":1,\"reason\":\"so\",\"faults\":[]}" : "answer " + number);
    }

    private static void cpu(Model model, Environment environment) {
        Model five = MaxMode.of(5).around(model, ModelCandidateJudge.of(model), environment);
        List<Message> history = history();
        double[] ordinary = new double[MEASURED];
        double[] max = new double[MEASURED];
        for (int round = 0; round < ROUNDS; round++) {
            double one = cpuOf(model, next(history, round));
            double all = cpuOf(five, next(history, round));
            if (round >= ROUNDS - MEASURED) {
                ordinary[round - ROUNDS + MEASURED] = one;
                max[round - ROUNDS + MEASURED] = all;
            }
        }
        double one = Arrays.stream(ordinary).sum() / MEASURED;
        double all = Arrays.stream(max).sum() / MEASURED;
        System.out.printf(
                Locale.ROOT, "CPU: ordinary step %.2f ms, five and a judge %.2f ms: %.2f times%n", one, all, all / one);
    }

    private static void wall(Model model, Environment environment) {
        AtomicLong slowest = new AtomicLong();
        Model slow = (prompt, call) -> {
            long start = System.nanoTime();
            Reply reply = model.reply(prompt, call);
            pause(200 + ThreadLocalRandom.current().nextInt(200));
            slowest.accumulateAndGet(System.nanoTime() - start, Math::max);
            return reply;
        };
        AtomicLong judged = new AtomicLong();
        CandidateJudge judge = ModelCandidateJudge.of(model);
        CandidateJudge timed = (prompt, candidates, call) -> {
            long start = System.nanoTime();
            pause(200);
            var choice = judge.choose(prompt, candidates, call);
            judged.set(System.nanoTime() - start);
            return choice;
        };
        Model five = MaxMode.of(5).around(slow, timed, environment);
        List<Message> history = history();
        double[] ratios = new double[20];
        for (int round = 0; round < ratios.length; round++) {
            slowest.set(0);
            long start = System.nanoTime();
            five.reply(next(history, round), ModelCall.of(Role.MAIN));
            ratios[round] = (double) (System.nanoTime() - start) / (slowest.get() + judged.get());
        }
        Arrays.sort(ratios);
        System.out.printf(
                Locale.ROOT,
                "wall: median %.3f, worst %.3f of the slowest candidate and the judge%n",
                ratios[ratios.length / 2],
                ratios[ratios.length - 1]);
    }

    private static double cpuOf(Model model, Prompt prompt) {
        long start = PROCESS.getProcessCpuTime();
        model.reply(prompt, ModelCall.of(Role.MAIN));
        return (PROCESS.getProcessCpuTime() - start) / 1e6;
    }

    private static List<Message> history() {
        List<Message> history = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            history.add(
                    i % 2 == 0
                            ? Message.user("question " + i + " " + "x".repeat(1_000))
                            : Message.assistant(Content.text("answer " + "y".repeat(1_000))));
        }
        return history;
    }

    private static Prompt next(List<Message> history, int round) {
        List<Message> messages = new ArrayList<>(history);
        messages.add(Message.user("and now " + round));
        return new Prompt("Be good.", messages, List.of(), ModelOptions.defaults());
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
