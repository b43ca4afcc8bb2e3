package dev.mimo.providers.claude;

import dev.mimo.environment.MimoException;
import dev.mimo.model.ModelRef;
import dev.mimo.model.Role;
import dev.mimo.providers.Dialect;
import dev.mimo.providers.ModelServer;
import dev.mimo.providers.StandardModels;
import dev.mimo.providers.Vendor;
import dev.mimo.providers.VendorEndpoint;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The servers of the roles. An address that is known to be another vendor's gets that vendor's rules and facts. Immutable;
 * shows no secrets.
 */
final class ModelServers {

    private static final String ANTHROPIC = "anthropic";
    private static final int LARGE_WINDOW = 1_000_000;
    private static final String LARGE_WINDOW_BETA = "context-1m-2025-08-07";

    private final Access access;
    private final StandardModels models;
    private final String vendor;
    private final boolean recognised;
    private final Map<Role, ModelNames.Name> names;

    private ModelServers(
            Access access, StandardModels models, String vendor, boolean recognised, Map<Role, ModelNames.Name> names) {
        this.access = access;
        this.models = models;
        this.vendor = vendor;
        this.recognised = recognised;
        this.names = names;
    }

    static ModelServers of(ConfigReading reading, Map<String, String> environment, Notes notes) {
        Access access = Access.of(reading.values(), notes);
        Map<String, String> variables = new HashMap<>();
        // What the host knows better of vendors and models.
        for (String known : new String[] {"MIMO_VENDORS", "MIMO_MODELS"}) {
            if (environment.containsKey(known)) {
                variables.put(known, environment.get(known));
            }
        }
        StandardModels models = new StandardModels(variables);
        URI address = access.address();
        VendorEndpoint endpoint = address == null ? null : models.vendors().find(Dialect.ANTHROPIC, address);
        Vendor vendor = vendor(models, endpoint == null ? ANTHROPIC : endpoint.vendor());
        if (address != null) {
            String base = endpoint == null
                    ? Access.ADDRESS
                    : endpoint.access().baseUrls().get(0);
            variables.put(base, address.toString());
            models = new StandardModels(variables);
            String whose = endpoint == null ? "nobody's that is known: a plain server" : vendor.title();
            notes.taken("vendor", vendor.name(), Access.ADDRESS, "the address is " + whose);
        }
        Map<Role, ModelNames.Name> names = new ModelNames(reading.values(), vendor, notes).byRole(reading.model());
        return new ModelServers(access, models, vendor.name(), address == null || endpoint != null, names);
    }

    /** The main role, and those that have a model of their own. */
    Set<Role> roles() {
        return names.keySet();
    }

    boolean haveCredential() {
        return access.credential() != null;
    }

    boolean areReachable(@Nullable KeyCommand helper) {
        boolean key = access.credential() != null
                || helper != null
                || !access.headers().isEmpty();
        return access.wrongAddress() == null && (key || !recognised);
    }

    ModelServer server(Role role, @Nullable KeyCommand helper) {
        String wrong = access.wrongAddress();
        if (wrong != null) {
            throw new MimoException(wrong);
        }
        ModelNames.Name name = names.containsKey(role) ? names.get(role) : names.get(Role.MAIN);
        if (name == null) {
            throw new IllegalStateException("no main model");
        }
        ModelServer found = models.findServer(ModelRef.of(vendor, name.text()), Dialect.ANTHROPIC);
        if (found == null) {
            throw new MimoException("vendor " + vendor + " is not known any more");
        }
        ModelServer server = access.sent(found, helper);
        return name.large() && vendor.equals(ANTHROPIC) ? large(server) : server;
    }

    /** A window that the server gives on demand; other vendors have the one they have. */
    private ModelServer large(ModelServer server) {
        Integer window = server.facts().window();
        if (window != null && window >= LARGE_WINDOW) {
            return server;
        }
        String others = access.headers().get(ModelNames.BETA);
        String all = others == null ? LARGE_WINDOW_BETA : others + "," + LARGE_WINDOW_BETA;
        return server.window(LARGE_WINDOW).header(ModelNames.BETA, all);
    }

    private static Vendor vendor(StandardModels models, String name) {
        Vendor found = models.vendors().find(name);
        if (found == null) {
            throw new MimoException("vendor " + name + " is not known");
        }
        return found;
    }
}
