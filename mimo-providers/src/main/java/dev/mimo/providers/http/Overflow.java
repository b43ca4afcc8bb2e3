package dev.mimo.providers.http;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A prompt that is longer than the window, as providers say it. Named groups give the window and what was asked for.
 *
 * @param limit null when the provider did not say
 * @param asked null when the provider did not say
 */
record Overflow(@Nullable Long limit, @Nullable Long asked) {

    private static final List<Pattern> PATTERNS = List.of(
            pattern(
                    "maximum context length is (?<limit>\\d+)(?:.*?(?:requested|resulted in)(?: about)? (?<asked>\\d+))?"),
            pattern("prompt is too long(?:: (?<asked>\\d+) tokens > (?<limit>\\d+))?"),
            pattern("\\((?<asked>\\d+) tokens\\) exceeds the available context size \\((?<limit>\\d+)"),
            pattern("exceeds the available context size"),
            pattern("exceeded model token limit(?:: (?<limit>\\d+))?(?:.*?requested: (?<asked>\\d+))?"),
            pattern("input token count(?: \\(?(?<asked>\\d+)\\)?)? exceeds the maximum(?:.*?\\(?(?<limit>\\d+)\\)?)?"),
            pattern("maximum prompt length is (?<limit>\\d+)(?:.*?contains (?<asked>\\d+))?"),
            pattern("exceeds the (?:model's )?context (?:window|length)"),
            pattern("token count of (?<asked>\\d+) exceeds the limit of (?<limit>\\d+)"),
            pattern("exceed context limit(?:: (?<asked>\\d+) \\+ \\d+ > (?<limit>\\d+))?"),
            pattern("\\((?<asked>\\d+) tokens\\) is longer than the model's context length \\((?<limit>\\d+)"),
            pattern("prompt exceeds max length"),
            pattern("input is too long"),
            pattern("reduce the length of the (?:messages|prompt|input)"),
            pattern("context window exceeds limit"),
            pattern("greater than the context length"),
            pattern("context[ _]length[ _]exceeded"),
            pattern("exceed_context_size"),
            pattern("request_too_large"),
            pattern("model_context_window_exceeded"),
            pattern("context_window_exceeded"));

    /** Null when the words say something else. {@code more} are patterns of the vendor's own. */
    static @Nullable Overflow find(ProviderError error, List<Pattern> more) {
        String words = error.message() + " " + error.code() + " " + error.type();
        String bounded = words.length() > 10_000 ? words.substring(0, 10_000) : words;
        Overflow found = find(bounded, more);
        return found == null ? find(bounded, PATTERNS) : found;
    }

    private static @Nullable Overflow find(String words, List<Pattern> patterns) {
        for (Pattern pattern : patterns) {
            Matcher match = pattern.matcher(words);
            if (match.find()) {
                return new Overflow(number(pattern, match, "limit"), number(pattern, match, "asked"));
            }
        }
        return null;
    }

    private static Pattern pattern(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }

    private static @Nullable Long number(Pattern pattern, Matcher match, String group) {
        if (!pattern.pattern().contains("(?<" + group + ">")) {
            return null;
        }
        String digits = match.group(group);
        return digits == null || digits.length() > 18 ? null : Long.valueOf(digits);
    }
}
