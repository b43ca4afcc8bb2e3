package dev.mimo.providers;

import dev.mimo.environment.MimoException;
import dev.mimo.providers.VendorEndpoint.KeyVariable;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which endpoint of a vendor is meant, where, and with which key, as the environment variables say.
 *
 * <p>A key goes to the address of the endpoint it is for, or to the one that the vendor's own variable names: to no other.
 *
 * @param endpoint whose key is sent
 * @param dialect what is spoken there
 * @param url where it is
 * @param policyOf the vendor whose rules hold there; null for a plain server
 * @param tableOf the vendor in whose table the model stands
 * @param key null when none is set, or none may go there
 */
record EndpointChoice(
        VendorEndpoint endpoint,
        Dialect dialect,
        URI url,
        @Nullable String policyOf,
        String tableOf,
        @Nullable KeyVariable key) {

    /**
     * Chooses.
     *
     * @param dialect the one that is wanted; null when any will do
     * @param named where the server is, when that is part of the model's name
     */
    static EndpointChoice of(
            Vendor vendor, @Nullable Dialect dialect, @Nullable URI named, Vendors vendors, Variables variables) {
        List<VendorEndpoint> candidates = speaking(vendor, dialect);
        VendorEndpoint first = withKey(candidates, variables);
        String variable = baseVariable(first, candidates, variables);
        URI known = variable == null ? null : ServerAddress.parse(String.valueOf(variables.find(variable)));
        if (named != null) {
            boolean mayHaveKey = known == null || sameServer(named, known);
            return at(named, candidates, vendor, dialect, vendors, mayHaveKey ? variables : Variables.none());
        }
        if (known != null) {
            List<VendorEndpoint> meant = candidates.stream()
                    .filter(endpoint -> endpoint.access().baseUrls().contains(variable))
                    .toList();
            return at(known, meant, vendor, dialect, vendors, variables);
        }
        URI url = first.url();
        if (url == null) {
            throw new MimoException("set " + first.access().baseUrls().get(0) + " for a model of " + vendor.name()
                    + " (or name it " + vendor.name() + ":NAME@BASE_URL)");
        }
        KeyVariable key = firstKey(first, variables);
        return new EndpointChoice(first, first.dialect(), url, vendor.name(), vendor.name(), key);
    }

    /** Whether a call without a key cannot succeed. */
    boolean needsKey() {
        return !endpoint.access().keys().isEmpty() && endpoint.url() != null && endpoint.recognises(url) > 0;
    }

    /** The variables that may hold the key, in words. */
    static String keyVariables(Vendor vendor) {
        Set<String> names = new LinkedHashSet<>();
        vendor.endpoints().forEach(endpoint -> endpoint.access().keys().forEach(key -> names.add(key.variable())));
        return String.join(" or ", names);
    }

    private static EndpointChoice at(
            URI base,
            List<VendorEndpoint> candidates,
            Vendor vendor,
            @Nullable Dialect dialect,
            Vendors vendors,
            Variables variables) {
        List<VendorEndpoint> own = recognising(candidates, base);
        if (!own.isEmpty()) {
            VendorEndpoint endpoint = withKey(own, variables);
            KeyVariable key = firstKey(endpoint, variables);
            return new EndpointChoice(endpoint, endpoint.dialect(), base, vendor.name(), vendor.name(), key);
        }
        VendorEndpoint foreign = foreign(candidates, base, vendors);
        Dialect spoken = foreign != null ? foreign.dialect() : dialect == null ? vendor.elsewhere() : dialect;
        VendorEndpoint endpoint = withKey(spoken == null ? candidates : speaking(candidates, spoken), variables);
        String policyOf = foreign != null ? foreign.vendor() : vendor.elsewhere() != null ? null : vendor.name();
        return new EndpointChoice(
                endpoint,
                spoken == null ? endpoint.dialect() : spoken,
                base,
                policyOf,
                foreign == null ? vendor.name() : foreign.vendor(),
                firstKey(endpoint, variables));
    }

    private static List<VendorEndpoint> speaking(Vendor vendor, @Nullable Dialect dialect) {
        List<VendorEndpoint> speaking = dialect == null ? vendor.endpoints() : speaking(vendor.endpoints(), dialect);
        if (speaking.isEmpty()) {
            String known = vendor.endpoints().stream()
                    .map(endpoint -> endpoint.dialect().label())
                    .distinct()
                    .collect(Collectors.joining(", "));
            throw new MimoException(vendor.name() + " does not speak " + (dialect == null ? "" : dialect.label())
                    + "; it speaks " + known);
        }
        return speaking;
    }

    private static List<VendorEndpoint> speaking(List<VendorEndpoint> endpoints, Dialect dialect) {
        return endpoints.stream()
                .filter(endpoint -> endpoint.dialect() == dialect)
                .toList();
    }

    /** Those that know most of the address. */
    private static List<VendorEndpoint> recognising(List<VendorEndpoint> endpoints, URI base) {
        int most = endpoints.stream()
                .mapToInt(endpoint -> endpoint.recognises(base))
                .max()
                .orElse(0);
        return most == 0
                ? List.of()
                : endpoints.stream()
                        .filter(endpoint -> endpoint.recognises(base) == most)
                        .toList();
    }

    private static @Nullable VendorEndpoint foreign(List<VendorEndpoint> candidates, URI base, Vendors vendors) {
        List<VendorEndpoint> known = new ArrayList<>();
        for (VendorEndpoint candidate : candidates) {
            VendorEndpoint there = vendors.find(candidate.dialect(), base);
            if (there != null) {
                known.add(there);
            }
        }
        List<VendorEndpoint> best = recognising(known, base);
        return best.isEmpty() ? null : best.get(0);
    }

    /** The variable that names another address: that of the endpoint whose key is set, without any key that of any. */
    private static @Nullable String baseVariable(
            VendorEndpoint first, List<VendorEndpoint> endpoints, Variables variables) {
        List<VendorEndpoint> meant = firstKey(first, variables) == null ? endpoints : List.of(first);
        for (VendorEndpoint endpoint : meant) {
            for (String name : endpoint.access().baseUrls()) {
                if (variables.find(name) != null) {
                    return name;
                }
            }
        }
        return null;
    }

    /** The endpoint for the first key that is set; without any the first endpoint whose keys may begin with anything. */
    private static VendorEndpoint withKey(List<VendorEndpoint> endpoints, Variables variables) {
        Set<String> names = new LinkedHashSet<>();
        endpoints.forEach(endpoint -> endpoint.access().keys().forEach(key -> names.add(key.variable())));
        for (String name : names) {
            for (VendorEndpoint endpoint : endpoints) {
                KeyVariable key = firstKey(endpoint, variables);
                if (key != null && key.variable().equals(name)) {
                    return endpoint;
                }
            }
        }
        return endpoints.stream()
                .filter(endpoint -> endpoint.access().keyPrefix() == null)
                .findFirst()
                .orElse(endpoints.get(0));
    }

    private static @Nullable KeyVariable firstKey(VendorEndpoint endpoint, Variables variables) {
        for (KeyVariable key : endpoint.access().keys()) {
            String secret = variables.find(key.variable());
            if (secret != null && endpoint.access().takes(secret)) {
                return key;
            }
        }
        return null;
    }

    private static boolean sameServer(URI one, URI other) {
        return one.getAuthority().equalsIgnoreCase(other.getAuthority());
    }
}
