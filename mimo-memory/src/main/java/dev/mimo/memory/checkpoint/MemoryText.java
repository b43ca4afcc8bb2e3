package dev.mimo.memory.checkpoint;

import dev.mimo.environment.Redactor;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes secrets out of what is about to be remembered. In the place of one stands {@code ⟨redacted:kind⟩}, with the kind
 * {@code key}, {@code token}, {@code password}, {@code private-key}, {@code authorization} or {@code high-entropy}.
 *
 * <p>Beyond the shapes that {@link Redactor} knows it takes what looks random and stands near a word such as key, token or
 * secret: memory is read for years, so it had better lose a word too many. Hashes and ids that stand by themselves stay.
 */
public final class MemoryText {

    private static final Redactor SHAPES = Redactor.standard()
            .marking(secret -> mark(secret.name().toLowerCase(Locale.ROOT).replace('_', '-')));

    private static final Pattern STATED_PASSWORD =
            Pattern.compile("(?i)((?<![a-z])(?:passwords?|passwd|passphrase|pwd)(?![a-z])|密码|口令)"
                    + "(\\s{0,3}(?:(?:is|was)\\s|[:=：是为])\\s{0,3}[\"'`]?)"
                    + "((?=[^\\s\"'`]*[0-9])(?=[^\\s\"'`]*[^0-9\\s\"'`])[^\\s\"'`,;⟨⟩]{5,})");

    private static final Pattern WORD_OF_SECRETS = Pattern.compile(
            "(?<![A-Za-z])(?i:api[_ -]?keys?|keys?|tokens?|secrets?|credentials?|passwords?|passwd|passphrase|pwd|auth)(?![a-z])"
                    + "|(?<=[a-z])(?:Key|Token|Secret|Credential|Password)s?(?![a-z])"
                    + "|密钥|令牌|密码|凭证|口令");

    private static final Pattern CANDIDATE = Pattern.compile("[A-Za-z0-9+/_=~.-]{16,200}");

    /** 30 bytes in Base64, as clouds give them; their runs between slashes can be short. */
    private static final Pattern KEY_WITH_SLASHES =
            Pattern.compile("(?=.*[A-Z])(?=.*[a-z])(?=.*[0-9])[A-Za-z0-9/+]{40}");

    private static final Pattern RUN = Pattern.compile("[A-Za-z0-9]+");

    /** How far a word of secrets may stand before or behind what it is about, in characters of one line. */
    private static final int BEFORE = 48;

    private static final int BEHIND = 24;
    private static final int SHORTEST = 16;

    private MemoryText() {}

    /** The same text without its secrets. What was cleaned does not change when it is cleaned again. */
    public static String clean(String text) {
        String clean = SHAPES.redact(text);
        clean = STATED_PASSWORD
                .matcher(clean)
                .replaceAll(match -> Matcher.quoteReplacement(match.group(1) + match.group(2) + mark("password")));
        String known = clean;
        return CANDIDATE
                .matcher(clean)
                .replaceAll(match -> Matcher.quoteReplacement(
                        looksRandom(match.group()) && isBesideWord(known, match)
                                ? mark("high-entropy")
                                : match.group()));
    }

    private static boolean isBesideWord(String text, MatchResult match) {
        int line = text.lastIndexOf('\n', match.start()) + 1;
        int next = text.indexOf('\n', match.end());
        int end = next < 0 ? text.length() : next;
        String before = text.substring(Math.max(line, match.start() - BEFORE), match.start());
        String behind = text.substring(match.end(), Math.min(end, match.end() + BEHIND));
        return WORD_OF_SECRETS.matcher(before).find()
                || WORD_OF_SECRETS.matcher(behind).find()
                || WORD_OF_SECRETS.matcher(match.group()).find();
    }

    /** Whether its longest run of letters and digits changes between small, capital and digit far more often than names do. */
    private static boolean looksRandom(String candidate) {
        if (KEY_WITH_SLASHES.matcher(candidate).matches()) {
            return true;
        }
        String longest = "";
        Matcher runs = RUN.matcher(candidate);
        while (runs.find()) {
            longest = runs.group().length() > longest.length() ? runs.group() : longest;
        }
        if (longest.length() < SHORTEST) {
            return false;
        }
        boolean digits = longest.chars().anyMatch(MemoryText::isDigit);
        boolean small = longest.chars().anyMatch(Character::isLowerCase);
        boolean capital = longest.chars().anyMatch(Character::isUpperCase);
        double changes = (double) changes(longest) / longest.length();
        if (small && capital) {
            return changes >= (digits ? 0.4 : 0.5);
        }
        return digits && (small || capital) && changes >= 0.2;
    }

    private static int changes(String run) {
        int changes = 0;
        for (int i = 1; i < run.length(); i++) {
            changes += sort(run.charAt(i)) == sort(run.charAt(i - 1)) ? 0 : 1;
        }
        return changes;
    }

    private static int sort(char c) {
        return isDigit(c) ? 0 : Character.isLowerCase(c) ? 1 : 2;
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static String mark(String kind) {
        return "⟨redacted:" + kind + "⟩";
    }
}
