package dev.mimo.memory.rebuild;

import dev.mimo.memory.checkpoint.Digest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What was done, a line each, oldest first. */
final class DigestLines {

    private static final int LONGEST = 300;

    private DigestLines() {}

    private record Line(long sequence, String text) {}

    static List<String> of(Digest digest) {
        List<Line> lines = new ArrayList<>();
        digest.files()
                .forEach(file -> lines.add(new Line(
                        file.sequence(), "- " + file.how() + " " + file.path() + " (#" + file.sequence() + ")")));
        digest.commands().forEach(run -> lines.add(new Line(run.sequence(), command(run))));
        lines.sort(Comparator.comparingLong(Line::sequence));
        List<String> all = new ArrayList<>(lines.stream().map(Line::text).toList());
        digest.open().forEach(call -> all.add("- without a result: " + call));
        if (!digest.git().isEmpty()) {
            all.add("- git: " + String.join(", ", digest.git()));
        }
        return all;
    }

    private static String command(Digest.CommandRun run) {
        String ended = run.exitCode() == null ? "did not end" : "exit " + run.exitCode();
        String lines = run.lines().isEmpty() ? "" : ": " + String.join(" … ", run.lines());
        String text = "- ran " + run.command().strip().replaceAll("\\s+", " ") + " (" + ended + ", #" + run.sequence()
                + ")" + lines;
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
