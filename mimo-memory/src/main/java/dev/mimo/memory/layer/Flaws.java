package dev.mimo.memory.layer;

import dev.mimo.model.TokenEstimator;
import dev.mimo.session.MemoryEntry;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is wrong with the entries of a layer, without a model. Of what the user said nothing is ever found wrong; an
 * agent's entry that says the same as the user's, or speaks against it, is. Immutable; safe for use by several threads.
 */
public final class Flaws {

    private static final Duration LONG_UNSEEN = Duration.ofDays(180);

    /** Characters of an entry that need no shortening. */
    private static final int LONGEST = 400;

    private static final Pattern ONE_DAY = Pattern.compile("(?iu)\\b(?:today|yesterday|tomorrow|tonight|this morning"
            + "|(?:last|next|this) (?:week|month|monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
            + "|heute|gestern)\\b|今天|昨天|明天|上周|下周|今日|昨日|明日");

    /** What speaks of the end of a file is borne out by its absence. */
    private static final Set<String> ENDS = Set.of(
            "removed",
            "deleted",
            "gone",
            "moved",
            "renamed",
            "replaced",
            "dropped",
            "longer",
            "remove",
            "delete",
            "create",
            "gelöscht",
            "entfernt");

    private final Instant now;
    private final @Nullable Path workspace;
    private final long tokens;
    private final TokenEstimator estimator = TokenEstimator.byScript();

    /**
     * Flaws as of {@code now}.
     *
     * @param workspace where files that entries speak of are looked for; null: none is missed
     * @param tokens what all current entries may take
     */
    public Flaws(Instant now, @Nullable Path workspace, long tokens) {
        this.now = now;
        this.workspace = workspace;
        this.tokens = tokens;
    }

    /** At most one flaw for each entry that may change; the sure ones first. */
    public List<Flaw> find(List<MemoryEntry> entries) {
        List<Flaw> found = new ArrayList<>();
        Set<String> settled = new HashSet<>();
        for (MemoryEntry entry : entries) {
            Flaw flaw = isUsers(entry) ? null : own(entry);
            if (flaw != null) {
                found.add(flaw);
                settled.add(entry.id());
            }
        }
        List<MemoryEntry> current = entries.stream()
                .filter(entry -> entry.status().isCurrent() && !settled.contains(entry.id()))
                .toList();
        List<Flaw> alike = new ArrayList<>(new AlikeEntries(current).find());
        // What is sure is not kept back by what is doubtful.
        alike.sort(Comparator.comparing(Flaw::kind));
        for (Flaw flaw : alike) {
            if (Collections.disjoint(flaw.entries(), settled)) {
                found.add(flaw);
                settled.add(flaw.entries().get(1));
            }
        }
        found.addAll(overBudget(current, settled));
        found.forEach(flaw -> settled.addAll(flaw.entries()));
        current.stream()
                .filter(entry -> !isUsers(entry) && !settled.contains(entry.id()))
                .map(Flaws::findWording)
                .filter(Objects::nonNull)
                .forEach(found::add);
        found.sort(Comparator.comparing(Flaw::kind));
        return found;
    }

    /** Whether the user said or wrote it. */
    public static boolean isUsers(MemoryEntry entry) {
        return entry.belongsToPerson() || entry.origin() == MemoryEntry.Origin.USER;
    }

    private @Nullable Flaw own(MemoryEntry entry) {
        boolean unseen =
                Objects.requireNonNull(entry.seen()).last().plus(LONG_UNSEEN).isBefore(now);
        if (!entry.status().isCurrent()) {
            return unseen ? flaw(Flaw.Kind.FORGOTTEN, entry, "given up, and not seen for " + days()) : null;
        }
        if (isGone(entry)) {
            return flaw(Flaw.Kind.GONE, entry, "gone: " + String.join(", ", entry.paths()));
        }
        return unseen && entry.status() != MemoryEntry.Status.VERIFIED
                ? flaw(Flaw.Kind.EXPIRED, entry, "not seen for " + days() + ", and never verified")
                : null;
    }

    private static String days() {
        return LONG_UNSEEN.toDays() + " days";
    }

    private boolean isGone(MemoryEntry entry) {
        Path root = workspace;
        return root != null
                && Files.isDirectory(root)
                && !entry.paths().isEmpty()
                && Collections.disjoint(Words.of(entry.text()), ENDS)
                && entry.paths().stream().allMatch(path -> isGone(root, path));
    }

    /** Never looks outside of the workspace. */
    private static boolean isGone(Path root, String path) {
        try {
            Path file = root.resolve(path).normalize();
            return file.startsWith(root.normalize()) && Files.notExists(file);
        } catch (InvalidPathException e) {
            // It names nothing that could have been there.
            return false;
        }
    }

    private static @Nullable Flaw findWording(MemoryEntry entry) {
        if (ONE_DAY.matcher(entry.text()).find()) {
            return flaw(Flaw.Kind.UNDATED, entry, "it says when in words that held on one day only");
        }
        return entry.text().length() > LONGEST
                ? flaw(Flaw.Kind.LONG, entry, "longer than " + LONGEST + " characters")
                : null;
    }

    private List<Flaw> overBudget(List<MemoryEntry> current, Set<String> settled) {
        List<MemoryEntry> ranked = new ArrayList<>(new EntryRank(current, "").sort(current));
        ranked.removeIf(entry -> settled.contains(entry.id()));
        long taken = ranked.stream().mapToLong(this::size).sum();
        List<Flaw> found = new ArrayList<>();
        for (int i = ranked.size() - 1; i >= 0 && taken > tokens; i--) {
            MemoryEntry entry = ranked.get(i);
            if (!isUsers(entry)) {
                found.add(flaw(Flaw.Kind.OVER_BUDGET, entry, "memory holds more than " + tokens + " tokens"));
                taken -= size(entry);
            }
        }
        return found;
    }

    private long size(MemoryEntry entry) {
        return estimator.estimate(entry.text());
    }

    private static Flaw flaw(Flaw.Kind kind, MemoryEntry entry, String reason) {
        return new Flaw(kind, List.of(entry.id()), reason);
    }
}
