package dev.mimo.providers.claude;

import dev.mimo.providers.ModelServer;
import dev.mimo.providers.claude.Values.Value;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where models are asked, and how it is said who asks. Immutable; shows no secrets.
 *
 * @param address null for Anthropic's own
 * @param wrongAddress why what was given as address is none; null when nothing is wrong with it
 * @param credential null when there is none
 * @param headers to be sent besides
 */
record Access(
        @Nullable URI address,
        @Nullable String wrongAddress,
        @Nullable Value credential,
        Map<String, String> headers) {

    static final String KEY = "ANTHROPIC_API_KEY";
    static final String TOKEN = "ANTHROPIC_AUTH_TOKEN";
    static final String ADDRESS = "ANTHROPIC_BASE_URL";
    static final String HEADERS = "ANTHROPIC_CUSTOM_HEADERS";

    /** A host of these would be another server, or a request that cannot be read. */
    private static final Set<String> NEVER =
            Set.of("host", "content-length", "content-type", "content-encoding", "transfer-encoding", "connection");

    Access {
        headers = Map.copyOf(headers);
    }

    /** Finds it among the values, and tells what became of each. */
    static Access of(Values values, Notes notes) {
        for (String variable : List.of(KEY, TOKEN)) {
            values.all(variable).forEach(value -> notes.hide(value.text()));
        }
        Value given = values.find(ADDRESS);
        URI address = given == null ? null : findAddress(given.text());
        String wrong = given == null || address != null
                ? null
                : ADDRESS + " of " + given.source()
                        + " is no address that begins with https:// or http:// and names a host";
        tellAddress(values, address, notes);
        Value credential = credential(values, given);
        tellCredentials(values, credential, notes);
        return new Access(address, wrong, credential, headers(values, notes));
    }

    /** The server with what is sent to it. */
    ModelServer sent(ModelServer server, @Nullable KeyCommand helper) {
        ModelServer made = server;
        if (credential != null) {
            made = credential.variable().equals(TOKEN) ? made.bearer(credential.text()) : made.key(credential.text());
        } else if (helper != null) {
            String key = helper.key();
            // As there: whichever of both the server looks at.
            made = made.key(key).header("Authorization", "Bearer " + key);
        }
        for (Map.Entry<String, String> header : headers.entrySet()) {
            made = made.header(header.getKey(), header.getValue());
        }
        return made;
    }

    @Override
    public String toString() {
        return "Access[" + (credential == null ? "no key" : credential) + ", " + headers.size() + " headers]";
    }

    /**
     * A token before a key, as there; but what stands beside the address comes first, so that a key which the shell happens to
     * hold for one server is not sent to the one that settings name together with another key.
     */
    private static @Nullable Value credential(Values values, @Nullable Value address) {
        if (address != null) {
            for (String variable : List.of(TOKEN, KEY)) {
                Value beside = values.find(variable, address.source());
                if (beside != null) {
                    return beside;
                }
            }
        }
        Value token = values.find(TOKEN);
        return token == null ? values.find(KEY) : token;
    }

    private static @Nullable URI findAddress(String text) {
        try {
            URI given = new URI(text.replaceFirst("/+$", ""));
            String scheme = String.valueOf(given.getScheme()).toLowerCase(Locale.ROOT);
            boolean http = scheme.equals("https") || scheme.equals("http");
            boolean plain = given.getUserInfo() == null && given.getFragment() == null && given.getQuery() == null;
            if (!http || given.getHost() == null || !plain) {
                return null;
            }
            // There /v1/messages follows whatever was given.
            return given.getPath().endsWith("/v1") ? given : new URI(given + "/v1");
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static void tellAddress(Values values, @Nullable URI address, Notes notes) {
        List<Value> all = values.all(ADDRESS);
        for (int i = 0; i < all.size(); i++) {
            String source = all.get(i).source();
            if (i > 0) {
                notes.ignored(
                        "env." + ADDRESS, "", source, "that of " + all.get(0).source() + " comes first");
            } else if (address == null) {
                notes.ignored("env." + ADDRESS, "", source, "no address of a server: no model can be asked");
            } else {
                // Some gateways take a key as part of the path.
                notes.taken("env." + ADDRESS, address.getScheme() + "://" + address.getAuthority(), source, "");
            }
        }
    }

    private static void tellCredentials(Values values, @Nullable Value used, Notes notes) {
        for (String variable : List.of(TOKEN, KEY)) {
            for (Value value : values.all(variable)) {
                String how = variable.equals(TOKEN) ? "sent as bearer token" : "sent as x-api-key";
                if (value.equals(used)) {
                    notes.taken("env." + variable, "", value.source(), how + "; read there each time, kept nowhere");
                } else {
                    notes.ignored("env." + variable, "", value.source(), used + " comes first");
                }
            }
        }
    }

    private static Map<String, String> headers(Values values, Notes notes) {
        Map<String, String> headers = new LinkedHashMap<>();
        Value given = values.find(HEADERS);
        if (given == null) {
            return headers;
        }
        // Before a name is told: a line without a colon may be a value that was broken in two.
        given.text().lines().forEach(line -> notes.hide(line.substring(line.indexOf(':') + 1)));
        given.text().lines().filter(line -> !line.isBlank()).forEach(line -> {
            int colon = line.indexOf(':');
            String name = colon < 1 ? "" : line.substring(0, colon).strip();
            String value = line.substring(colon + 1).strip();
            if (!name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+") || !value.matches("[\\x20-\\x7e\\t]+")) {
                notes.ignored("env." + HEADERS, "", given.source(), "a line that is no \"Name: value\"");
            } else if (NEVER.contains(name.toLowerCase(Locale.ROOT))) {
                notes.ignored("env." + HEADERS, name, given.source(), "never set by hand");
            } else {
                headers.put(known(name), value);
                notes.taken("env." + HEADERS, name, given.source(), "sent with each request");
            }
        });
        return headers;
    }

    /** By the names that keys are sent under, so that a header takes the place of a key rather than to stand beside it. */
    private static String known(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "authorization" -> "Authorization";
            case "x-api-key" -> "x-api-key";
            case "anthropic-beta" -> ModelNames.BETA;
            default -> name;
        };
    }
}
