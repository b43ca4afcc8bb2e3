package dev.mimo.examples.report;

import dev.mimo.examples.report.Work.Call;
import dev.mimo.examples.report.Work.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The calls of one tool. */
record Lane(String tool, List<Call> calls) {

    private static final int LONGEST_NAME = 40;

    /** By tool, the one called most first. */
    static List<Lane> of(List<Call> calls) {
        Map<String, List<Call>> byTool = new LinkedHashMap<>();
        for (Call call : calls) {
            byTool.computeIfAbsent(Clip.line(call.tool(), LONGEST_NAME), first -> new ArrayList<>())
                    .add(call);
        }
        List<Lane> lanes = new ArrayList<>();
        byTool.forEach((tool, all) -> lanes.add(new Lane(tool, all)));
        lanes.sort(Comparator.comparingInt((Lane lane) -> lane.calls().size()).reversed());
        return lanes;
    }

    /** The same with at most {@code most} lanes, the last one for all other tools. */
    static List<Lane> of(List<Call> calls, int most) {
        List<Lane> lanes = of(calls);
        if (lanes.size() <= most) {
            return lanes;
        }
        List<Call> others = new ArrayList<>();
        lanes.subList(most - 1, lanes.size()).forEach(lane -> others.addAll(lane.calls()));
        List<Lane> fewer = new ArrayList<>(lanes.subList(0, most - 1));
        fewer.add(new Lane(lanes.size() - most + 1 + " others", others));
        return fewer;
    }

    long count(Result result) {
        return calls.stream().filter(call -> call.result() == result).count();
    }

    Duration longest() {
        return calls.stream().map(Call::took).max(Comparator.naturalOrder()).orElse(Duration.ZERO);
    }

    Duration median() {
        List<Duration> sorted = calls.stream().map(Call::took).sorted().toList();
        return sorted.isEmpty() ? Duration.ZERO : sorted.get(sorted.size() / 2);
    }
}
