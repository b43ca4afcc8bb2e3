package dev.mimo.providers;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.model.Fields;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One address of a vendor, and how it is spoken to. Immutable.
 *
 * @param vendor the name of the vendor
 * @param dialect what it speaks
 * @param url where it is; null when only the environment can tell
 * @param hosts by which addresses it is recognised: a host, or a host and the beginning of a path, in which {@code *} stands
 *     for any letters
 * @param access which environment variables are for it
 * @param concurrency how many calls an account may have under way at once; null when the vendor sets no small number
 */
public record VendorEndpoint(
        String vendor,
        Dialect dialect,
        @Nullable URI url,
        List<String> hosts,
        Access access,
        @Nullable Integer concurrency) {

    public VendorEndpoint {
        hosts = List.copyOf(hosts);
    }

    static VendorEndpoint read(String vendor, Fields fields) {
        JsonNode url = fields.any("url");
        return new VendorEndpoint(
                vendor,
                Dialect.of(fields.text("dialect")),
                url.isNull() ? null : ServerAddress.parse(fields.text("url")),
                texts(fields, "hosts"),
                new Access(
                        fields.list("keys", KeyVariable::read),
                        fields.textOrNull("key_prefix"),
                        texts(fields, "base_urls")),
                fields.has("concurrency") ? Math.toIntExact(fields.number("concurrency")) : null);
    }

    /** How much of an address is recognised, in characters; 0 when it is another server's. */
    int recognises(URI address) {
        String path = address.getPath() == null ? "" : address.getPath();
        String whole = String.valueOf(address.getHost()).toLowerCase(Locale.ROOT) + path;
        int longest = 0;
        for (String known : hosts) {
            if (NamePattern.matches(known, whole) || NamePattern.matches(known + "/*", whole)) {
                longest = Math.max(longest, known.length());
            }
        }
        return longest;
    }

    private static List<String> texts(Fields fields, String field) {
        List<String> texts = new ArrayList<>();
        for (JsonNode item : fields.any(field)) {
            texts.add(item.isTextual() ? item.textValue() : fields.<String>refuse(field, "a list of texts"));
        }
        return texts;
    }

    /**
     * Which environment variables are for an endpoint.
     *
     * @param keys where its key may stand, in the order of preference; none when it takes no key
     * @param keyPrefix how its keys begin; null when they may begin with anything
     * @param baseUrls where another address for it may stand, in the order of preference
     */
    public record Access(List<KeyVariable> keys, @Nullable String keyPrefix, List<String> baseUrls) {

        public Access {
            keys = List.copyOf(keys);
            baseUrls = List.copyOf(baseUrls);
        }

        boolean takes(String key) {
            return keyPrefix == null || key.startsWith(keyPrefix);
        }
    }

    /**
     * Where a key may stand.
     *
     * @param variable the environment variable
     * @param header in which it is sent; as a bearer token when it is {@code Authorization}
     */
    public record KeyVariable(String variable, String header) {

        static KeyVariable read(Fields fields) {
            return new KeyVariable(fields.text("variable"), fields.text("header"));
        }
    }
}
