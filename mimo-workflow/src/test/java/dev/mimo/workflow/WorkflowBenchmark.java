package dev.mimo.workflow;

import dev.mimo.workflow.journal.FileJournal;
import dev.mimo.workflow.journal.InMemoryJournal;
import dev.mimo.workflow.journal.Journal;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.commons.io.file.PathUtils;

/**
 * What the runtime adds to the agents of a workflow: processor time of the whole process and time by the clock, medians of
 * {@code rounds} after a warm-up. Arguments: rounds (20).
 */
public final class WorkflowBenchmark {

    private static final WorkflowScript NOTHING =
            WorkflowScript.of("export const meta = { name: 'nothing', description: 'returns' }; return 1");

    private static final WorkflowScript FAN_OUT = WorkflowScript.of(
            "export const meta = { name: 'fan-out', description: '1,000 agents' };"
                    + " return (await parallel(Array.from({length: 1000}, (_, i) => () => agent('call ' + i)))).length");

    private WorkflowBenchmark() {}

    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }

    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20;
        Path folder = Files.createTempDirectory("workflow-benchmark");
        try {
            measure("a script that returns at once", rounds, () -> run(new InMemoryJournal(), NOTHING));
            measure("1,000 agents, journal in memory", rounds, () -> run(new InMemoryJournal(), FAN_OUT));
            measure("1,000 agents, journal on disk", rounds, () -> run(FileJournal.at(folder), FAN_OUT));
            FileJournal journal = FileJournal.at(folder.resolve("resumed"));
            WorkflowResult first = run(journal, FAN_OUT);
            measure("1,000 calls resumed from disk", rounds, () -> {
                try (WorkflowEngine engine = engine(journal)) {
                    require(engine.resume(first.run()).await(), 0);
                }
            });
        } finally {
            PathUtils.deleteDirectory(folder);
        }
    }

    private static WorkflowResult run(Journal journal, WorkflowScript script) throws InterruptedException {
        try (WorkflowEngine engine = engine(journal)) {
            WorkflowResult result = engine.start(script, null).await();
            require(result, script == NOTHING ? 0 : 1_000);
            return result;
        }
    }

    private static WorkflowEngine engine(Journal journal) {
        return WorkflowEngine.builder()
                .journal(journal)
                .caps(Caps.defaults().withConcurrent(16))
                .launcher((call, scope) -> CallResult.ok("x"))
                .build();
    }

    private static void require(WorkflowResult result, int launched) {
        if (!result.isCompleted() || result.launched() != launched) {
            throw new IllegalStateException("not what was to be measured: " + result);
        }
    }

    private static void measure(String what, int rounds, Work work) throws Exception {
        for (int i = 0; i < rounds; i++) {
            work.run();
        }
        double[] cpu = new double[rounds];
        double[] wall = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            long cpuBefore = cpu();
            long before = System.nanoTime();
            work.run();
            wall[i] = (System.nanoTime() - before) / 1e6;
            cpu[i] = (cpu() - cpuBefore) / 1e6;
        }
        System.out.printf("%-36s %8.1f ms cpu %8.1f ms wall%n", what, median(cpu), median(wall));
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
