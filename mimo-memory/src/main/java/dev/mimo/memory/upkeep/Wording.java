package dev.mimo.memory.upkeep;

import dev.mimo.memory.layer.SameFact;
import dev.mimo.session.MemoryEntry;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether new words may take the place of old ones: they say the same, and hold no number, path or name that
 * was not there before. */
final class Wording {

    /** Words that hold a digit or a mark as names, paths and numbers do. */
    private static final Pattern LITERAL = Pattern.compile("[\\p{L}\\p{N}./_:-]*[\\p{N}/_][\\p{L}\\p{N}./_:-]*");

    /** "Last month" is not farther away. */
    private static final Duration NEAR = Duration.ofDays(32);

    private Wording() {}

    /**
     * Checks new words.
     *
     * @param old what they stand for; when there are two, both
     * @param seen when the old ones were first written: a day near it may stand for "yesterday". Null: none may
     * @throws UpkeepFailed when they may not be used
     */
    static String checked(String text, String old, @Nullable Instant seen) {
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new UpkeepFailed("a wording is one line");
        }
        if (text.length() > Math.min(old.length() + (seen == null ? 0 : 40), 1_000)) {
            throw new UpkeepFailed("a wording is longer than what it stands for");
        }
        String undated = text;
        Matcher literal = LITERAL.matcher(text);
        while (literal.find()) {
            String word = literal.group().replaceAll("[.:]+$", "");
            if (isDayNear(word, seen)) {
                undated = undated.replace(word, "");
            } else if (!old.contains(word)) {
                throw new UpkeepFailed("\"" + word + "\" does not stand in what is to be reworded");
            }
        }
        if (!SameFact.isTakenFrom(undated, old)) {
            throw new UpkeepFailed("a wording says something else than what it stands for: \"" + text + "\"");
        }
        return text;
    }

    /** When an entry was first seen; null when nobody knows. */
    static @Nullable Instant seen(MemoryEntry entry) {
        MemoryEntry.Seen seen = entry.seen();
        return seen == null ? null : seen.first();
    }

    private static boolean isDayNear(String word, @Nullable Instant seen) {
        if (seen == null) {
            return false;
        }
        try {
            Instant day = LocalDate.parse(word).atStartOfDay(ZoneOffset.UTC).toInstant();
            return Duration.between(day, seen).abs().compareTo(NEAR) < 0;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
