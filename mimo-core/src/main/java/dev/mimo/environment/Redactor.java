package dev.mimo.environment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes secrets out of what is written down or shown: keys by the shapes that providers give them, values of
 * {@code Authorization}, private keys, passwords in URLs, and values that stand beside a name such as {@code api_key}.
 *
 * <p>It knows shapes, not meanings: a secret that looks like any other word stays, unless it was named to {@link #hiding}.
 * What was redacted once does not change when it is redacted again. Immutable; safe for use by several threads.
 */
public final class Redactor {

    /** What stands in the place of a secret. */
    public static final String MARK = "[redacted]";

    private static final String NAMES = "(?:proxy[_-]?)?authorization|(?:x[_-])?(?:goog[_-])?api[_-]?key"
            + "|(?:access|refresh|auth|bearer)[_-]?token|client[_-]?secret|secret(?:[_-]?access)?[_-]?key|private[_-]?key"
            + "|passwords?|passwd|passphrase";

    private static final Pattern SECRET_NAME = Pattern.compile("(?i)(?:" + NAMES + ")");

    /** Up to an escaped quote on each side of what separates a name from its value. */
    private static final String BETWEEN = "[\\\\\"']{0,2}\\s{0,4}[:=]\\s{0,4}[\\\\\"']{0,2}";

    /** The prefixes of keys; each is followed by at least as many letters, digits, _ and - as its provider gives. */
    private static final String KEYS = "(?<![A-Za-z0-9])(?:"
            + "sk-[A-Za-z0-9_-]{16,}|(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{16,}"
            + "|AIza[A-Za-z0-9_-]{30,}|(?:AKIA|ASIA)[A-Z0-9]{16}"
            + "|gh[pousr]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{22,}|glpat-[A-Za-z0-9_-]{18,}"
            + "|xox[abeoprs]-[A-Za-z0-9-]{10,}|hf_[A-Za-z0-9]{30,}|gsk_[A-Za-z0-9]{20,}|xai-[A-Za-z0-9]{20,}"
            + "|pplx-[A-Za-z0-9]{20,}|npm_[A-Za-z0-9]{30,}|tp-[A-Za-z0-9]{20,}|[0-9a-f]{32}\\.[A-Za-z0-9]{16}(?![A-Za-z0-9])"
            + "|eyJ[A-Za-z0-9_-]{10,}\\.eyJ[A-Za-z0-9_-]{10,}(?:\\.[A-Za-z0-9_-]*)?)";

    /** In each, what stands before the secret and stays is the first group. */
    private static final List<Rule> SHAPES = List.of(
            rule(
                    "()-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[\\s\\S]*?"
                            + "(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|\\z)",
                    Secret.PRIVATE_KEY),
            rule("(\\b[A-Za-z][A-Za-z0-9+.-]{0,20}://[^\\s/?#:@\"']*:)[^\\s/?#@\"']+(?=@)", Secret.PASSWORD),
            rule(
                    "(?i)(\\bauthorization" + BETWEEN + "(?:(?:bearer|basic|token)\\s{1,4})?)"
                            + "(?![$<{%]|(?:bearer|basic|token)\\s)[^\\s\"',;\\\\]+",
                    Secret.AUTHORIZATION),
            rule("(?i)(\\bbearer\\s{1,4})(?=[a-z_.~+/=-]*[0-9])[a-z0-9_.~+/=-]{16,}", Secret.AUTHORIZATION),
            rule("(?i)(\\\\?\"(?:" + NAMES + ")\\\\?\"\\s{0,4}:\\s{0,4}\\\\?\")[^\"\\\\]+", null),
            rule(
                    "(?i)((?<![a-z0-9])(?:" + NAMES + ")" + BETWEEN + ")"
                            + "(?=[a-z_+/=~-]*[0-9])[a-z0-9_+/=~-]{16,}(?![a-z0-9_+/=~.(-])",
                    null),
            rule("()" + KEYS, null));

    private static final Pattern TOKEN =
            Pattern.compile("(?i).*token.*|(?:eyJ|gh|glpat|xox|npm_|hf_).*", Pattern.DOTALL);
    private static final Pattern PASSWORD = Pattern.compile("(?i).*pass(?:word|wd|phrase).*", Pattern.DOTALL);

    private static final Rule NAMED_BY = new Rule(SECRET_NAME, null);

    private static final Redactor STANDARD = new Redactor(List.of(), secret -> MARK);

    private final List<String> known;
    private final Function<Secret, String> marks;

    /** What sort of secret was taken out. */
    public enum Secret {
        /** A key for a provider, or one without a better name. */
        KEY,
        TOKEN,
        PASSWORD,
        PRIVATE_KEY,
        /** What stood behind {@code Authorization} or {@code Bearer}. */
        AUTHORIZATION,
        /** A text that was given to {@link #hiding}. */
        NAMED
    }

    /** Of a shape that many sorts have, the words tell which it is. */
    private record Rule(Pattern shape, @Nullable Secret sort) {

        Secret sortOf(String match) {
            Secret known = sort;
            if (known != null) {
                return known;
            }
            return PASSWORD.matcher(match).matches()
                    ? Secret.PASSWORD
                    : TOKEN.matcher(match).matches() ? Secret.TOKEN : Secret.KEY;
        }
    }

    private Redactor(List<String> known, Function<Secret, String> marks) {
        this.known = known;
        this.marks = marks;
    }

    /** Knows shapes only. */
    public static Redactor standard() {
        return STANDARD;
    }

    /** Takes this very text out as well, wherever it stands; at least 4 characters. */
    public Redactor hiding(String secret) {
        if (secret.length() < 4) {
            throw new IllegalArgumentException("a secret to be hidden has at least 4 characters");
        }
        List<String> more = new ArrayList<>(known);
        more.add(secret);
        more.sort((a, b) -> b.length() - a.length());
        return new Redactor(List.copyOf(more), marks);
    }

    /**
     * Puts other marks in the place of secrets than {@link #MARK}.
     *
     * @param marks for each sort a mark without white space, quotes and backslashes, that is not itself like a secret
     */
    public Redactor marking(Function<Secret, String> marks) {
        return new Redactor(known, marks);
    }

    /** The same text without its secrets. */
    public String redact(String text) {
        String clean = text;
        for (String secret : known) {
            clean = clean.replace(secret, marks.apply(Secret.NAMED));
        }
        for (Rule rule : SHAPES) {
            clean = rule.shape
                    .matcher(clean)
                    .replaceAll(match ->
                            Matcher.quoteReplacement(match.group(1) + marks.apply(rule.sortOf(match.group()))));
        }
        return clean;
    }

    /** The same value without its secrets: in texts, in names, and under names that are always a secret's. */
    public JsonNode redact(JsonNode node) {
        if (node.isTextual()) {
            return JsonNodeFactory.instance.textNode(redact(node.textValue()));
        }
        if (node.isArray()) {
            ArrayNode items = JsonNodeFactory.instance.arrayNode(node.size());
            node.forEach(item -> items.add(redact(item)));
            return items;
        }
        return node instanceof ObjectNode object ? redact(object) : node;
    }

    /** As {@link #redact(JsonNode)}. */
    public ObjectNode redact(ObjectNode node) {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        node.properties().forEach(field -> {
            JsonNode value = field.getValue();
            boolean secret = value.isTextual()
                    && !value.textValue().isEmpty()
                    && SECRET_NAME.matcher(field.getKey()).matches();
            fields.set(
                    redact(field.getKey()),
                    secret
                            ? JsonNodeFactory.instance.textNode(marks.apply(NAMED_BY.sortOf(field.getKey())))
                            : redact(value));
        });
        return fields;
    }

    private static Rule rule(String shape, @Nullable Secret sort) {
        return new Rule(Pattern.compile(shape), sort);
    }
}
