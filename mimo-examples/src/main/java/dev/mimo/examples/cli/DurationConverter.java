package dev.mimo.examples.cli;

import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 90s}, {@code 10m} and {@code 1h30m}. */
final class DurationConverter implements ITypeConverter<Duration> {

    DurationConverter() {}

    @Override
    public Duration convert(String text) {
        if (!text.matches("(\\d{1,6}h)?(\\d{1,6}m)?(\\d{1,6}s)?") || !text.matches(".*[1-9].*")) {
            throw new TypeConversionException("a duration looks like 90s, 10m or 1h30m, not \"" + text + "\"");
        }
        return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
    }
}
