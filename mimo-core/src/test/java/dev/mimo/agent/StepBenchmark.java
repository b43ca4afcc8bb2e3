package dev.mimo.agent;

import com.sun.management.OperatingSystemMXBean;
import dev.mimo.model.Json;
import dev.mimo.model.Model;
import dev.mimo.model.Reply;
import dev.mimo.model.ToolCall;
import dev.mimo.session.FileSessionStore;
import dev.mimo.tool.Action;
import dev.mimo.tool.Effect;
import dev.mimo.tool.Tool;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.io.FileUtils;

/**
 * Measures what a step costs as a session grows: a scripted model, one tool whose results have 1,000 characters, sessions in
 * files. First the median of 21 sessions of 1,000 steps around steps 10, 100 and 1,000, in CPU of all threads that are
 * alive; then one long session, in CPU of the whole process, mean of each tenth. Run by hand: docs/quality.md.
 */
public final class StepBenchmark {

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private StepBenchmark() {}

    record Look(int number) {}

    /** {@code args}: how many steps; 1,000 when left out. */
    public static void main(String[] args) throws Exception {
        int steps = args.length == 0 ? 1_000 : Integer.parseInt(args[0]);
        Path folder = Files.createTempDirectory("mimo-steps");
        try {
            long[][] rounds = new long[26][];
            for (int round = 0; round < rounds.length; round++) {
                rounds[round] = run(folder.resolve("warm-" + round), 1_000, false);
            }
            for (int at : new int[] {10, 100, 1_000}) {
                long[] around = new long[21];
                for (int i = 0; i < around.length; i++) {
                    long[] threads = rounds[5 + i];
                    around[i] =
                            (threads[Math.min(at + 10, 1_001)] - threads[at - 9]) / (Math.min(at + 10, 1_001) - at + 9);
                }
                Arrays.sort(around);
                System.out.printf("around step %,5d: %4d us of CPU a step%n", at, around[10] / 1_000);
            }
            run(folder.resolve("measured"), steps, true);
        } finally {
            FileUtils.deleteDirectory(folder.toFile());
        }
    }

    /** CPU of all threads before each step, by its number. */
    private static long[] run(Path folder, int steps, boolean told) {
        AtomicInteger step = new AtomicInteger();
        long[] cpu = new long[steps + 2];
        long[] threads = new long[steps + 2];
        Model model = (prompt, call) -> {
            int number = step.incrementAndGet();
            if (told) {
                cpu[number] = SYSTEM.getProcessCpuTime();
            } else {
                threads[number] = threadsCpu();
            }
            return number > steps
                    ? Reply.text("done")
                    : Reply.calls(
                            ToolCall.of("call-" + number, "look", Json.object().put("number", number)));
        };
        Tool look = Tool.of(
                        "look",
                        "Looks",
                        Look.class,
                        (in, context) ->
                                ("line " + in.number() + " ").repeat(120).substring(0, 1_000))
                .effect(Effect.READ)
                .actions((in, workspace) -> List.of(Action.of("look", "" + in.number(), Effect.STATE)));
        Agent agent = Agent.builder()
                .model(model)
                .tools(look)
                .limits(Limits.defaults().steps(steps + 1))
                .store(FileSessionStore.at(folder))
                .build();
        long before = told ? heap() : 0;
        try (Session session = agent.session("bench")) {
            Outcome outcome = session.run(Input.of("look around"));
            if (told) {
                System.out.println(outcome.getClass().getSimpleName());
                int width = steps / 10;
                for (int at = 1; at + width <= steps + 1; at += width) {
                    System.out.printf(
                            "steps %,6d to %,6d: %4d us of CPU a step%n",
                            at, at + width - 1, (cpu[at + width] - cpu[at]) / 1_000 / width);
                }
                System.out.printf("live heap after %,d steps: %,d KiB more%n", steps, (heap() - before) / 1024);
            }
        }
        return threads;
    }

    private static long threadsCpu() {
        long sum = 0;
        for (long id : THREADS.getAllThreadIds()) {
            sum += Math.max(0, THREADS.getThreadCpuTime(id));
        }
        return sum;
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
