package dev.mimo.testing.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What a provider demands of a request, as far as it can be seen from the request alone:
 *
 * <pre>{@code
 * assertThat(WireRules.of(Dialect.CHAT, Vendor.KIMI).check(body)).isEmpty();
 * }</pre>
 *
 * <p>Where providers differ by model, the stricter ones are followed: an assistant message at the end is refused, as all
 * current models do, and so are two messages of one role in a row, which Anthropic itself has come to join while hosts of its
 * dialect still refuse them. Safe for use by several threads.
 */
public final class WireRules {

    private final Dialect dialect;
    private final Vendor vendor;

    private WireRules(Dialect dialect, Vendor vendor) {
        this.dialect = dialect;
        this.vendor = vendor;
    }

    public static WireRules of(Dialect dialect, Vendor vendor) {
        return new WireRules(dialect, vendor);
    }

    /** The demands that a request does not meet, in the order of the request; empty when it would be taken. */
    public List<Violation> check(ObjectNode request) {
        Violations found = new Violations();
        switch (dialect) {
            case CHAT -> new ChatRules(vendor, request, found).check();
            case RESPONSES -> new ResponsesRules(vendor, request, found).check();
            case MESSAGES -> {
                require(request, "max_tokens", "max_tokens: Field required", found);
                new MessagesRules(vendor, request, found).check();
            }
        }
        return found.all();
    }

    /** Like {@link #check}, for a request that only counts tokens, which needs no output limit. */
    public List<Violation> checkCount(ObjectNode request) {
        Violations found = new Violations();
        if (dialect == Dialect.MESSAGES) {
            new MessagesRules(vendor, request, found).check();
            return found.all();
        }
        return check(request);
    }

    private static void require(JsonNode request, String field, String words, Violations to) {
        if (!request.hasNonNull(field)) {
            to.add(Violation.Rule.FIELD, field, words);
        }
    }
}
