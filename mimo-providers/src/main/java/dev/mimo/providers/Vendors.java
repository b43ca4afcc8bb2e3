package dev.mimo.providers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.MimoException;
import dev.mimo.model.Fields;
import dev.mimo.model.Json;
import dev.mimo.providers.policy.EndpointPolicy;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of vendors and of the dialects they speak: the resource {@code vendors.json}, and whatever a host lays over
 * it. Immutable; safe for use by several threads.
 */
public final class Vendors {

    private static final String FILE = "vendors.json";
    private static final String ANY = "any";
    private static final Set<String> ROOT = Set.of("format", "as_of", "source", "dialects", "vendors");

    private final ObjectNode json;
    private final Map<String, Vendor> read = new ConcurrentHashMap<>();

    private Vendors(ObjectNode json) {
        this.json = json;
    }

    /** Those that come with the library. */
    public static Vendors standard() {
        return Standard.INSTANCE;
    }

    /**
     * These, with {@code changes} laid over them: an object of the same shape as {@code vendors.json} that holds only what
     * differs. Objects are merged field by field, everything else (lists too) replaces what stood there; a vendor that is
     * not known yet is a new one.
     *
     * @throws MimoException when the outcome is not a whole and valid one; the message names the place
     */
    public Vendors with(ObjectNode changes) {
        Vendors changed = new Vendors(Layers.over(json.deepCopy(), changes));
        changed.check();
        return changed;
    }

    /** All, in the order in which a default model is looked for. */
    public List<Vendor> all() {
        List<Vendor> all = new ArrayList<>();
        for (Map.Entry<String, JsonNode> vendor : json.path("vendors").properties()) {
            all.add(vendor(vendor.getKey(), vendor.getValue()));
        }
        return all;
    }

    /** The vendor of that name, which is the prefix of its models; null when there is none. */
    public @Nullable Vendor find(String name) {
        JsonNode known = json.path("vendors").get(name);
        return known == null ? null : vendor(name, known);
    }

    /** The endpoint of that dialect that an address belongs to; null when it is nobody's that is known. */
    public @Nullable VendorEndpoint find(Dialect dialect, URI address) {
        VendorEndpoint best = null;
        for (Vendor vendor : all()) {
            for (VendorEndpoint endpoint : vendor.endpoints()) {
                int known = endpoint.dialect() == dialect ? endpoint.recognises(address) : 0;
                if (known > (best == null ? 0 : best.recognises(address))) {
                    best = endpoint;
                }
            }
        }
        return best;
    }

    /** What a plain server of a dialect wants. */
    public EndpointPolicy policy(Dialect dialect) {
        return policy(null, dialect, Json.object());
    }

    /** What an endpoint wants of every model. */
    public EndpointPolicy policy(VendorEndpoint endpoint) {
        return policy(endpoint.vendor(), endpoint.dialect(), Json.object());
    }

    /**
     * The same with what a model wants, by dialect, laid over it.
     *
     * @param vendor null for a plain server
     */
    EndpointPolicy policy(@Nullable String vendor, Dialect dialect, ObjectNode model) {
        ObjectNode merged = json.path("dialects").path(ANY).deepCopy();
        Layers.over(merged, json.path("dialects").path(dialect.label()));
        if (vendor != null) {
            JsonNode own = json.path("vendors").path(vendor).path("policy");
            Layers.over(merged, own.path(ANY));
            Layers.over(merged, own.path(dialect.label()));
        }
        Layers.over(merged, model.path(ANY));
        Layers.over(merged, model.path(dialect.label()));
        String place = vendor == null ? "" : ": vendor " + vendor;
        return EndpointPolicy.read(merged, FILE + place + ": dialect " + dialect.label());
    }

    /** Reads everything, so that nothing wrong is found later. */
    private void check() {
        Fields root = Fields.of(json, FILE);
        root.whole(fields -> {
            ROOT.forEach(fields::has);
            return fields.number("format") == 1 ? fields : fields.refuse("format", "1");
        });
        checkDialects(json.path("dialects"), FILE + ": dialects");
        for (Dialect dialect : Dialect.values()) {
            policy(dialect);
        }
        for (Vendor vendor : all()) {
            checkDialects(json.path("vendors").path(vendor.name()).path("policy"), FILE + ": vendor " + vendor.name());
            vendor.endpoints().forEach(this::policy);
        }
    }

    /** An object with a field for each dialect, and one for any of them. */
    static void checkDialects(JsonNode byDialect, String place) {
        Fields.of(byDialect, place).whole(fields -> {
            List<String> known = new ArrayList<>(List.of(ANY));
            for (Dialect dialect : Dialect.values()) {
                known.add(dialect.label());
            }
            known.stream().filter(fields::has).forEach(fields::object);
            return fields;
        });
    }

    private Vendor vendor(String name, JsonNode known) {
        return read.computeIfAbsent(
                name, key -> Fields.of(known, FILE + ": vendor " + key).whole(fields -> Vendor.read(key, fields)));
    }

    /** Read once, when first asked for. */
    private static final class Standard {
        static final Vendors INSTANCE = new Vendors(Layers.ofResource(FILE));
    }
}
