package dev.mimo.providers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.Environment;
import dev.mimo.environment.MimoException;
import dev.mimo.model.Json;
import dev.mimo.model.Model;
import dev.mimo.model.ModelFacts;
import dev.mimo.model.ModelProvider;
import dev.mimo.model.ModelRef;
import dev.mimo.providers.VendorEndpoint.KeyVariable;
import dev.mimo.providers.policy.EndpointPolicy;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes models from names and environment variables.
 *
 * <p>A model is named {@code VENDOR:NAME}, where the vendor is one of {@link Vendors#all()}, or
 * {@code openai-compatible:NAME@BASE_URL} and {@code anthropic-compatible:NAME@BASE_URL} for any other server. The vendor's
 * entry says which variables hold its key and another address for it.
 *
 * <p>The default model is what {@code MIMO_MODEL} names; else the default of the first vendor, in the order of
 * {@link Vendors#all()}, whose key or address is set: anthropic, openai, deepseek, kimi, glm, mimo, openai-compatible,
 * anthropic-compatible. {@code VENDOR_MODEL} names another model of it ({@code XIAOMI_MODEL} for mimo), and must for the
 * last two.
 *
 * <p>{@code MIMO_VENDORS} and {@code MIMO_MODELS} name files that are laid over what is known of vendors and models.
 * Immutable; safe for use by several threads.
 */
public final class StandardModels implements ModelProvider {

    private final Variables variables;
    private final @Nullable Vendors vendors;
    private final @Nullable ModelTable table;

    /** Reads the variables of the process. */
    public StandardModels() {
        this(System.getenv());
    }

    /** Reads these variables instead of those of the process. */
    public StandardModels(Map<String, String> variables) {
        this(new Variables(Map.copyOf(variables)), null, null);
    }

    private StandardModels(Variables variables, @Nullable Vendors vendors, @Nullable ModelTable table) {
        this.variables = variables;
        this.vendors = vendors;
        this.table = table;
    }

    /** The same with other vendors; {@code MIMO_VENDORS} is then not looked at. */
    public StandardModels with(Vendors other) {
        return new StandardModels(variables, other, table);
    }

    /** The same with another table; {@code MIMO_MODELS} is then not looked at. */
    public StandardModels with(ModelTable other) {
        return new StandardModels(variables, vendors, other);
    }

    /** What is known of vendors. */
    public Vendors vendors() {
        return vendors == null ? laidOver(Vendors.standard()) : vendors;
    }

    /** What is known of models. */
    public ModelTable table() {
        return table == null ? laidOver(ModelTable.standard()) : table;
    }

    @Override
    public @Nullable Model find(ModelRef ref, Environment environment) {
        ModelServer server = findServer(ref, null);
        return server == null ? null : server.model(environment);
    }

    @Override
    public @Nullable Model findDefault(Environment environment) {
        ModelServer server = findDefaultServer();
        return server == null ? null : server.model(environment);
    }

    /**
     * The server that a name stands for, to be changed before it becomes a model; null when the vendor is unknown. A key
     * that is missing is told by {@link ModelServer#model}, as one may still be given.
     *
     * @param dialect in which it is to be asked; null leaves that to the vendor
     * @throws MimoException when the vendor does not speak it, or an address is missing or wrong
     */
    public @Nullable ModelServer findServer(ModelRef ref, @Nullable Dialect dialect) {
        Vendors known = vendors();
        Vendor vendor = known.find(ref.provider());
        if (vendor == null) {
            return null;
        }
        boolean anywhere = vendor.endpoints().get(0).url() == null;
        int at = anywhere ? ref.name().lastIndexOf("@http") : -1;
        String name = at < 0 ? ref.name() : ref.name().substring(0, at);
        if (name.isBlank()) {
            throw new MimoException("a model is named " + vendor.name() + ":NAME@BASE_URL, and the name is missing");
        }
        URI named = at < 0 ? null : ServerAddress.parse(ref.name().substring(at + 1));
        EndpointChoice choice = EndpointChoice.of(vendor, dialect, named, known, variables);
        return server(vendor, name, choice, known);
    }

    /** As {@link #findDefault}, before it becomes a model. */
    @Nullable
    ModelServer findDefaultServer() {
        String spec = variables.find("MIMO_MODEL");
        if (spec != null) {
            if (spec.indexOf(':') < 0) {
                throw new MimoException("MIMO_MODEL must name a model as provider:name, not \"" + spec + "\"");
            }
            return findServer(ModelRef.parse(spec), null);
        }
        for (Vendor vendor : vendors().all()) {
            if (isSet(vendor)) {
                return findServer(ModelRef.of(vendor.name(), standard(vendor)), null);
            }
        }
        return null;
    }

    private ModelServer server(Vendor vendor, String name, EndpointChoice choice, Vendors known) {
        String alias = vendor.models().aliases().get(name);
        ModelRef ref = ModelRef.of(vendor.name(), alias == null ? name : alias);
        KnownModel model = table().find(choice.tableOf(), ref.name());
        ObjectNode overlay = model == null ? Json.object() : model.policy();
        EndpointPolicy policy = known.policy(choice.policyOf(), choice.dialect(), overlay);
        ModelServer server = ModelServer.of(choice.dialect(), choice.url(), ref)
                .policy(model == null ? policy : model.fit(policy))
                .facts(model == null ? ModelFacts.unknown(ref) : model.facts(ref))
                .concurrency(
                        choice.policyOf() == null ? null : choice.endpoint().concurrency());
        KeyVariable key = choice.key();
        String secret = key == null ? null : variables.find(key.variable());
        if (key != null && secret != null) {
            return server.key(key, secret);
        }
        boolean needed = choice.needsKey() || alias != null;
        String more = vendor.withoutKey() == null ? "" : ": " + vendor.withoutKey();
        String asked = vendor.name() + ":" + name;
        return needed ? server.needing("set " + EndpointChoice.keyVariables(vendor) + " for " + asked + more) : server;
    }

    private boolean isSet(Vendor vendor) {
        for (VendorEndpoint endpoint : vendor.endpoints()) {
            boolean key = endpoint.url() != null
                    && endpoint.access().keys().stream().anyMatch(one -> variables.find(one.variable()) != null);
            boolean base = endpoint.access().baseUrls().stream().anyMatch(one -> variables.find(one) != null);
            if (key || base) {
                return true;
            }
        }
        return false;
    }

    private String standard(Vendor vendor) {
        String variable = vendor.models().variable();
        String named = variable == null ? null : variables.find(variable);
        String standard = named == null ? vendor.models().standard() : named;
        if (standard == null) {
            throw new MimoException("set " + variable + " for the default model");
        }
        return standard;
    }

    private Vendors laidOver(Vendors below) {
        String file = variables.find("MIMO_VENDORS");
        return file == null ? below : below.with(Layers.ofFile("MIMO_VENDORS", file));
    }

    private ModelTable laidOver(ModelTable below) {
        String file = variables.find("MIMO_MODELS");
        return file == null ? below : below.with(Layers.ofFile("MIMO_MODELS", file));
    }

    /** Prefixes of names, for messages. */
    static List<String> prefixes(Vendors vendors) {
        return vendors.all().stream()
                .map(vendor -> vendor.name() + (vendor.endpoints().get(0).url() == null ? ":NAME@BASE_URL" : ":NAME"))
                .toList();
    }

    /** All variables from which a default model could come, for messages. */
    static String defaults(Vendors vendors) {
        StringBuilder names = new StringBuilder("MIMO_MODEL=VENDOR:NAME");
        for (Vendor vendor : vendors.all()) {
            VendorEndpoint first = vendor.endpoints().get(0);
            names.append(", ");
            names.append(
                    first.url() == null
                            ? first.access().baseUrls().get(0) + " with "
                                    + vendor.models().variable()
                            : first.access().keys().get(0).variable());
        }
        return names.toString();
    }
}
