package dev.mimo.providers.policy;

import dev.mimo.model.FailureKind;
import dev.mimo.model.Fields;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The vendor's own words for failures, beyond those that everybody uses.
 *
 * @param codes a code, type or finish reason of the vendor, and which {@link FailureKind} of failure it is
 * @param overflow patterns of messages that say that the prompt is too long; groups {@code limit} and {@code asked} give
 *     tokens
 */
public record ErrorRules(Map<String, FailureKind> codes, List<Pattern> overflow) {

    public ErrorRules {
        codes = Map.copyOf(codes);
        overflow = List.copyOf(overflow);
    }

    /** Nothing beyond what everybody uses. */
    public static ErrorRules none() {
        return new ErrorRules(Map.of(), List.of());
    }

    static ErrorRules read(Fields fields) {
        Map<String, FailureKind> codes = new HashMap<>();
        Words.map(fields, "codes")
                .forEach((code, word) -> codes.put(code, Words.named(fields, "codes", word, FailureKind.class)));
        List<Pattern> overflow = Words.list(fields, "overflow").stream()
                .map(regex -> Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.DOTALL))
                .toList();
        return new ErrorRules(codes, overflow);
    }
}
