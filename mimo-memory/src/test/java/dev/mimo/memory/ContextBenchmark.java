package dev.mimo.memory;

import dev.mimo.agent.Agent;
import dev.mimo.agent.Session;
import dev.mimo.memory.checkpoint.CheckpointPatch;
import dev.mimo.memory.checkpoint.CheckpointPolicy;
import dev.mimo.memory.checkpoint.CheckpointWriter;
import dev.mimo.model.Content;
import dev.mimo.model.Message;
import dev.mimo.model.ModelCall;
import dev.mimo.model.ModelFacts;
import dev.mimo.model.ModelRef;
import dev.mimo.model.Model;
import dev.mimo.model.Prompt;
import dev.mimo.model.Reply;
import dev.mimo.model.StopReason;
import dev.mimo.model.ToolCall;
import dev.mimo.model.Json;
import dev.mimo.model.Usage;
import dev.mimo.tool.Tool;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.commons.io.FileUtils;

/**
 * Measures what memory takes of an agent: CPU of a rebuild, gaps between steps beside a slow writer, live heap of open
 * sessions. Run by hand; an argument names the folder of a large database to work in.
 */
public final class ContextBenchmark {

    private static final String NOISE = "the build said something of no importance at all; ".repeat(20);
    private static final int SESSIONS = 100;

    record Look(int number) {}

    private ContextBenchmark() {}

    public static void main(String[] args) throws Exception {
        Path folder = args.length > 0 ? Path.of(args[0]) : Files.createTempDirectory("mimo-context");
        try {
            rebuild(folder);
            gaps();
            heap();
        } finally {
            if (args.length == 0) {
                FileUtils.deleteDirectory(folder.toFile());
            }
        }
    }

    private static void rebuild(Path folder) {
        try (MimoMemory memory = MimoMemory.builder(folder).project("bench").writer(keepsAll()).build();
                Session session = agent(memory, new Looking(1_000, 200_000)).session("context-" + System.nanoTime())) {
            session.run("look");
            double[] plain = new double[200];
            double[] rebuilt = new double[plain.length];
            for (int i = 0; i < plain.length; i++) {
                long before = cpu();
                session.run("go on");
                plain[i] = (cpu() - before) / 1e6;
                memory.rebuild(session);
                before = cpu();
                session.run("go on");
                rebuilt[i] = (cpu() - before) / 1e6;
            }
            System.out.printf(
                    "rebuild in a session of 2,000 messages: %.2f ms CPU (a turn with it %.2f, without %.2f; median, warm half)%n",
                    median(rebuilt) - median(plain), median(rebuilt), median(plain));
        }
    }

    private static void gaps() throws IOException {
        for (int round = 0; round < 3; round++) {
            report("no writer", CheckpointPolicy.never());
            report("writer of 3 s", CheckpointPolicy.DEFAULT);
        }
    }

    private static void report(String what, CheckpointPolicy policy) throws IOException {
        Path folder = Files.createTempDirectory("mimo-gaps");
        CheckpointWriter slow = material -> {
            Thread.sleep(3_000);
            return keepsAll().write(material);
        };
        Looking model = new Looking(600, 128_000);
        try (MimoMemory memory =
                        MimoMemory.builder(folder).writer(slow).policy(policy).build();
                Session session = agent(memory, model).session("gaps")) {
            session.run("look");
        } finally {
            FileUtils.deleteDirectory(folder.toFile());
        }
        double[] gaps = model.gaps();
        Arrays.sort(gaps);
        System.out.printf(
                "%s: median gap between steps %.2f ms, 99th percentile %.2f ms, longest %.2f ms%n",
                what, gaps[gaps.length / 2], gaps[gaps.length * 99 / 100], gaps[gaps.length - 1]);
    }

    private static void heap() throws IOException {
        Path folder = Files.createTempDirectory("mimo-heap");
        List<Session> open = new ArrayList<>();
        try (MimoMemory memory = MimoMemory.builder(folder).writer(keepsAll()).build()) {
            long empty = live();
            for (int i = 0; i < SESSIONS; i++) {
                Session session = agent(memory, new Looking(20, 128_000)).session("s" + i);
                session.run("look");
                open.add(session);
            }
            long full = live();
            open.forEach(Session::close);
            open.clear();
            long closed = live();
            System.out.printf(
                    "live heap of an open session of 20 steps: %.1f kB (its text %.1f kB); of a closed one: %.2f kB%n",
                    (full - empty) / 1e3 / SESSIONS, 20 * NOISE.length() / 1e3, (closed - empty) / 1e3 / SESSIONS);
        } finally {
            FileUtils.deleteDirectory(folder.toFile());
        }
    }

    private static long live() {
        for (int i = 0; i < 5; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static double median(double[] all) {
        double[] warm = Arrays.copyOfRange(all, all.length / 2, all.length);
        Arrays.sort(warm);
        return warm[warm.length / 2];
    }

    private static CheckpointWriter keepsAll() {
        return material -> new CheckpointPatch(material.range().to(), Map.of(), List.of());
    }

    private static Agent agent(MimoMemory memory, Model model) {
        return Agent.builder()
                .model(model)
                .tools(Tool.of("look", "Looks.", Look.class, (look, context) -> look.number() + ": " + NOISE))
                .memory(memory)
                .build();
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** Calls a tool so many times, then is done; keeps when it was asked, and no prompts. */
    private static final class Looking implements Model {

        private final int window;
        private final List<Long> asked = new ArrayList<>();
        private int left;

        Looking(int looks, int window) {
            left = looks;
            this.window = window;
        }

        @Override
        public ModelFacts facts() {
            return ModelFacts.unknown(new ModelRef("bench", "looking")).withWindow(window);
        }

        @Override
        public Reply reply(Prompt prompt, ModelCall call) {
            asked.add(System.nanoTime());
            boolean look = left-- > 0;
            Content content = look
                    ? ToolCall.of("c" + asked.size(), "look", Json.object().put("number", asked.size()))
                    : Content.text("all seen");
            StopReason reason = look ? StopReason.TOOL_CALLS : StopReason.STOP;
            return new Reply(Message.assistant(content), reason, Usage.none(), null);
        }

        double[] gaps() {
            double[] gaps = new double[asked.size() - 1];
            for (int i = 0; i < gaps.length; i++) {
                gaps[i] = (asked.get(i + 1) - asked.get(i)) / 1e6;
            }
            return gaps;
        }
    }
}
