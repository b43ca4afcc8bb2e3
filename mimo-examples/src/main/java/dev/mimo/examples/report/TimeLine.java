package dev.mimo.examples.report;

import dev.mimo.examples.report.TimeScale.Piece;
import dev.mimo.examples.report.Work.Call;
import dev.mimo.examples.report.Work.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls as bars over time, a lane for each tool. Many calls are drawn as one shape: where something ran, and what went wrong. */
final class TimeLine {

    private static final int MOST_LANES = 12;
    private static final int MOST_SINGLE = 300;
    private static final int MANY = 60;
    private static final int LANE = 24;
    private static final int TOP = 4;
    private static final int AXIS_WIDTH = 104;
    private static final double NARROWEST = 0.002;
    private static final double LABEL_WIDTH = 0.15;

    private final List<Lane> lanes;
    private final TimeScale scale;
    private final Times times;
    private final boolean single;
    private final Instant end;

    TimeLine(Work work, Times times) {
        this.lanes = Lane.of(work.calls(), MOST_LANES);
        this.scale = new TimeScale(work.spans());
        this.times = times;
        this.single = work.calls().size() <= MOST_SINGLE;
        List<Piece> pieces = scale.pieces();
        this.end =
                pieces.isEmpty() ? Instant.EPOCH : pieces.get(pieces.size() - 1).until();
    }

    static String kind(Result result) {
        return switch (result) {
            case OK -> "call";
            case FAILED -> "failed";
            case DENIED -> "denied";
            case OPEN -> "open";
        };
    }

    void write(Html html) {
        int ground = TOP + lanes.size() * LANE;
        html.open("div", "class", "chart");
        Plot axis = Plot.openAxis(AXIS_WIDTH, ground + 36, html);
        for (int i = 0; i < lanes.size(); i++) {
            String name = Clip.text(lanes.get(i).tool(), 14);
            axis.text("label lane", 0.92, y(i) + 11, "end", name);
        }
        axis.close();
        Plot plot = Plot.open("work", ground + 36, "Tool calls over time", html);
        gaps(ground, plot);
        for (int i = 0; i < lanes.size(); i++) {
            plot.level("ground", y(i) + LANE - 4);
            lane(lanes.get(i), y(i), plot, html);
        }
        labels(ground, plot);
        plot.close();
        html.close();
    }

    private static int y(int lane) {
        return TOP + lane * LANE;
    }

    private void lane(Lane lane, int y, Plot plot, Html html) {
        if (single) {
            lane.calls().forEach(call -> bar(call, y, plot));
            return;
        }
        plot.field(y, LANE - 4);
        plot.path("call", shape(lane.calls(), 2, true, 3, 12));
        for (Result wrong : List.of(Result.FAILED, Result.DENIED)) {
            List<Call> calls =
                    lane.calls().stream().filter(call -> call.result() == wrong).toList();
            plot.path(kind(wrong), shape(calls, calls.size() > MANY ? 1 : 2, false, 0, 18));
        }
        html.close();
    }

    private void bar(Call call, int y, Plot plot) {
        double from = scale.x(call.from());
        double width = Math.max(NARROWEST, scale.x(until(call)) - from);
        String words = call.tool() + " " + call.subject() + " · " + times.clock(call.from()) + " · "
                + (call.until() == null ? "no result yet" : Amounts.time(call.took()));
        boolean wrong = call.result() != Result.OK;
        plot.box(kind(call.result()), Math.min(from, 1 - width), y + (wrong ? 0 : 3), width, wrong ? 18 : 12, words);
    }

    private Instant until(Call call) {
        return call.until() == null ? end : call.until();
    }

    /* What lies on the same thousandth of the width becomes one piece of the path. */
    private String shape(List<Call> calls, int narrowest, boolean whole, int y, int height) {
        BitSet covered = new BitSet(Plot.WIDTH);
        for (Call call : calls) {
            int from = Math.min(Plot.WIDTH - narrowest, (int) (scale.x(call.from()) * Plot.WIDTH));
            int until = whole ? (int) (scale.x(until(call)) * Plot.WIDTH) : from;
            covered.set(from, Math.min(Plot.WIDTH, Math.max(from + narrowest, until)));
        }
        StringBuilder path = new StringBuilder();
        for (int from = covered.nextSetBit(0); from >= 0; ) {
            int until = covered.nextClearBit(from);
            path.append('M').append(from).append(' ').append(y).append('H').append(until);
            path.append('v').append(height).append('H').append(from).append('Z');
            from = covered.nextSetBit(until);
        }
        return path.toString();
    }

    private void gaps(int ground, Plot plot) {
        List<Piece> pieces = scale.pieces();
        for (int i = 1; i < pieces.size(); i++) {
            Piece before = pieces.get(i - 1);
            Piece after = pieces.get(i);
            double x = before.x() + before.width();
            String silence = Amounts.time(Duration.between(before.until(), after.from()));
            plot.box("gap", x, 0, after.x() - x, ground, silence + " without work");
        }
    }

    private void labels(int ground, Plot plot) {
        double free = 0;
        Instant day = null;
        for (Piece piece : scale.pieces()) {
            if (piece.x() >= free && piece.x() < 1 - LABEL_WIDTH / 2) {
                label(piece.x(), piece.from(), day, ground, plot);
                day = piece.from();
                free = piece.x() + LABEL_WIDTH;
            }
        }
        if (free <= 1) {
            label(1, end, day, ground, plot);
        }
    }

    private void label(double x, Instant at, @Nullable Instant before, int ground, Plot plot) {
        plot.text("label", x, ground + 14, times.clock(at));
        if (before == null || !times.day(at).equals(times.day(before))) {
            plot.text("label", x, ground + 28, times.shortDay(at));
        }
    }
}
