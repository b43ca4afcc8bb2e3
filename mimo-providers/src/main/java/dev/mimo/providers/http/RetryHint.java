package dev.mimo.providers.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long a provider asks us to wait: {@code retry-after-ms} and {@code retry-after} (the longer one, as a provider once sent
 * 0 ms together with 1 s), then the reset of a limit that has nothing left, then what the body says.
 */
final class RetryHint {

    private static final Pattern GO_DURATION = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|us|µs|ns|h|m|s)");
    private static final Pattern IN_WORDS = Pattern.compile(
            "(?i)(?:(?:try again|retry)\\s+(?:in|after)|wait(?:\\s+for)?)\\s+(?:((?:\\d+(?:\\.\\d+)?(?:ms|h|m|s)){2,})"
                    + "|(\\d+(?:\\.\\d+)?)\\s*(ms|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hours?))\\b");

    /** Names under which bodies give a span or, as a number, seconds. */
    private static final List<String> FIELDS =
            List.of("retryDelay", "retry_after", "retry_after_seconds", "retryAfter");

    private static final List<String> COUNTERS = List.of("requests", "tokens", "input-tokens", "output-tokens");
    private static final double LONGEST_SECONDS = 365.0 * 24 * 3600;

    private final Function<String, @Nullable String> header;
    private final Clock clock;

    RetryHint(Function<String, @Nullable String> header, Clock clock) {
        this.header = header;
        this.clock = clock;
    }

    /** Null when nothing is asked for. */
    @Nullable
    Duration find(ProviderError error) {
        Duration asked = longer(seconds(header.apply("retry-after-ms"), 0.001), retryAfter());
        if (asked != null) {
            return asked;
        }
        Duration reset = exhausted();
        return reset != null ? reset : inBody(error);
    }

    /** How long it takes until every counter that stands at 0 is filled up again; null when none does. */
    @Nullable
    Duration exhausted() {
        Duration longest = null;
        for (String counter : COUNTERS) {
            longest = longer(longest, reset(counter));
        }
        return longest;
    }

    private @Nullable Duration retryAfter() {
        String value = header.apply("retry-after");
        Duration plain = seconds(value, 1);
        if (plain != null || value == null) {
            return plain;
        }
        try {
            Instant at = ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return until(at);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** When a counter that stands at 0 is filled up again. */
    private @Nullable Duration reset(String counter) {
        for (String prefix : new String[] {"x-ratelimit-", "anthropic-ratelimit-"}) {
            boolean anthropic = prefix.startsWith("a");
            String left = header.apply(prefix + (anthropic ? counter + "-remaining" : "remaining-" + counter));
            String reset = header.apply(prefix + (anthropic ? counter + "-reset" : "reset-" + counter));
            if (reset != null && left != null && left.strip().equals("0")) {
                return moment(reset.strip());
            }
        }
        return null;
    }

    /** A span as Go writes it, seconds, or an instant. */
    private @Nullable Duration moment(String text) {
        Duration plain = seconds(text, 1);
        if (plain != null) {
            return plain;
        }
        Matcher part = GO_DURATION.matcher(text);
        double sum = 0;
        int end = 0;
        while (part.find() && part.start() == end) {
            sum += Double.parseDouble(part.group(1)) * unit(part.group(2));
            end = part.end();
        }
        if (end == text.length() && end > 0) {
            return ofSeconds(sum);
        }
        try {
            return until(Instant.parse(text));
        } catch (DateTimeException e) {
            return null;
        }
    }

    private @Nullable Duration inBody(ProviderError error) {
        for (JsonNode delay : error.json().findValues("retry_after_ms")) {
            Duration asked = seconds(delay.asText(), 0.001);
            if (asked != null) {
                return asked;
            }
        }
        for (String field : FIELDS) {
            for (JsonNode delay : error.json().findValues(field)) {
                Duration asked = moment(delay.asText());
                if (asked != null) {
                    return asked;
                }
            }
        }
        return inWords(error.message());
    }

    private @Nullable Duration inWords(String message) {
        Matcher words = IN_WORDS.matcher(message);
        if (!words.find()) {
            return null;
        }
        String span = words.group(1);
        return span != null ? moment(span) : ofSeconds(Double.parseDouble(words.group(2)) * unit(words.group(3)));
    }

    private Duration until(Instant at) {
        Duration left = Duration.between(clock.instant(), at);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private static @Nullable Duration seconds(@Nullable String value, double unit) {
        if (value == null || !value.strip().matches("\\d{1,12}(\\.\\d{1,9})?")) {
            return null;
        }
        return ofSeconds(Double.parseDouble(value.strip()) * unit);
    }

    private static Duration ofSeconds(double seconds) {
        return Duration.ofMillis((long) Math.ceil(Math.min(seconds, LONGEST_SECONDS) * 1000));
    }

    private static double unit(String name) {
        return switch (name.toLowerCase(java.util.Locale.ROOT)) {
            case "ns" -> 1e-9;
            case "us", "µs" -> 1e-6;
            case "ms", "millisecond", "milliseconds" -> 1e-3;
            case "m", "min", "mins", "minute", "minutes" -> 60;
            case "h", "hour", "hours" -> 3600;
            default -> 1;
        };
    }

    private static @Nullable Duration longer(@Nullable Duration a, @Nullable Duration b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return a.compareTo(b) >= 0 ? a : b;
    }
}
