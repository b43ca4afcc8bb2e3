package dev.mimo.memory.checkpoint;

import dev.mimo.model.Json;
import dev.mimo.model.TokenEstimator;
import dev.mimo.session.SessionId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A checkpoint as people and models read it: {@code checkpoint.md}.
 *
 * @param text Markdown: what it covers, then the sections in their order, each with its heading
 * @param tokens what each section takes, heading included
 * @param total what all of it takes; never more than was allowed
 */
public record CheckpointText(String text, Map<Section, Long> tokens, long total) {

    /** The fewest tokens that the headings fit in. */
    public static final long LEAST = 400;

    private static final int LONGEST_NAME = 80;

    public CheckpointText {
        tokens = Collections.unmodifiableMap(new EnumMap<>(tokens));
    }

    /**
     * Renders what fits into {@code budget} tokens: of each section the items that matter most, each of them whole. A section
     * with more says how many are left out.
     *
     * @throws IllegalArgumentException when the budget is below {@link #LEAST}
     */
    public static CheckpointText render(Checkpoint checkpoint, long budget, TokenEstimator estimator) {
        if (budget < LEAST) {
            throw new IllegalArgumentException("a checkpoint takes at least " + LEAST + " tokens, not " + budget);
        }
        return new Rendering(checkpoint, estimator).render(budget);
    }

    private static final class Rendering {

        private final Checkpoint checkpoint;
        private final TokenEstimator estimator;

        Rendering(Checkpoint checkpoint, TokenEstimator estimator) {
            this.checkpoint = checkpoint;
            this.estimator = estimator;
        }

        CheckpointText render(long budget) {
            String head = head(checkpoint);
            long left = budget - estimator.estimate(head);
            Map<Section, List<String>> lines = new EnumMap<>(Section.class);
            Map<Section, Long> needs = new EnumMap<>(Section.class);
            Map<Section, Long> headings = new EnumMap<>(Section.class);
            for (Section section : Section.values()) {
                List<String> all = checkpoint.items(section).stream()
                        .map(item -> line(section, item))
                        .toList();
                lines.put(section, all);
                needs.put(section, sum(all));
                headings.put(section, estimator.estimate(heading(section)));
                left -= headings.getOrDefault(section, 0L);
            }
            Map<Section, Long> budgets = SectionBudgets.fit(Math.max(0, left), needs);
            StringBuilder text = new StringBuilder(head);
            Map<Section, Long> tokens = new EnumMap<>(Section.class);
            lines.forEach((section, all) -> {
                List<String> shown = fitting(all, budgets.getOrDefault(section, 0L));
                text.append(heading(section));
                shown.forEach(text::append);
                tokens.put(section, headings.getOrDefault(section, 0L) + sum(shown));
            });
            return new CheckpointText(text.toString(), tokens, estimator.estimate(text));
        }

        private List<String> fitting(List<String> lines, long budget) {
            if (sum(lines) <= budget) {
                return lines;
            }
            Map<String, Long> sizes = new HashMap<>();
            List<String> shown = new ArrayList<>();
            long left = budget - estimator.estimate(rest(lines.size()));
            for (String line : lines) {
                long size = sizes.computeIfAbsent(line, estimator::estimate);
                if (size <= left) {
                    shown.add(line);
                    left -= size;
                }
            }
            if (!shown.isEmpty()) {
                shown.add(rest(lines.size() - shown.size()));
            }
            return shown;
        }

        private long sum(List<String> lines) {
            return lines.stream().mapToLong(estimator::estimate).sum();
        }
    }

    private static String head(Checkpoint checkpoint) {
        Checkpoint.Making making = checkpoint.making();
        Checkpoint.Marks marks = checkpoint.marks();
        String reason = making.reason().isEmpty() ? "" : ": " + ItemText.of(making.reason(), LONGEST_NAME * 2);
        String model = making.model() == null ? "no model" : ItemText.of(making.model(), LONGEST_NAME);
        return "# Checkpoint of session " + name(checkpoint.session()) + "\n\nVersion " + checkpoint.version()
                + " (" + label(making.status()) + reason + "), " + making.at() + ", by " + model
                + ". It covers entries "
                + range(marks.covered()) + "; a model has read " + range(marks.written()) + ".\n";
    }

    private static String range(long end) {
        return end == 0 ? "none" : "#0 to #" + (end - 1);
    }

    private static String name(SessionId session) {
        return ItemText.of(Json.write(Json.object().textNode(session.value())), LONGEST_NAME);
    }

    /** The word for a status in files and events. */
    static String label(Checkpoint.Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    private static String heading(Section section) {
        return "\n## " + section.title() + "\n";
    }

    private static String rest(int count) {
        return "- (" + count + " more)\n";
    }

    /** {@code - text #3 #7}; tasks are set in as far as they are deep. */
    static String line(Section section, Item item) {
        if (section == Section.TASK_TREE) {
            long depth = item.id().chars().filter(c -> c == '.').count();
            return "  ".repeat((int) depth) + "- " + item.text() + "\n";
        }
        StringBuilder line = new StringBuilder("- ");
        line.append(
                switch (item.maker()) {
                    case USER -> "“" + item.text() + "”";
                    case NOTE -> item.text() + " (noted)";
                    case MODEL, DIGEST -> item.text();
                });
        item.evidence().forEach(sequence -> line.append(" #").append(sequence));
        return line.append('\n').toString();
    }
}
