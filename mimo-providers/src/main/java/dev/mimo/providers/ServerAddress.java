package dev.mimo.providers;

import dev.mimo.environment.MimoException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/** Decides which addresses may be asked, and how the address of a request is made from that of a server. */
final class ServerAddress {

    private static final Pattern LOOPBACK =
            Pattern.compile("127(\\.\\d{1,3}){3}|localhost|.+\\.localhost|\\[(0*:)*:?0*1]");
    private static final Pattern PRIVATE = Pattern.compile(
            "10(\\.\\d{1,3}){3}|192\\.168(\\.\\d{1,3}){2}|172\\.(1[6-9]|2\\d|3[01])(\\.\\d{1,3}){2}|169\\.254(\\.\\d{1,3}){2}"
                    + "|\\[f[cd][0-9a-f:]+]|\\[fe80[0-9a-f:]*(%.+)?]|[a-z0-9_-]*[a-z_-][a-z0-9_-]*|.+\\.(local|internal|lan)");

    private static final Pattern VERSIONED = Pattern.compile("/v\\d+$");

    private ServerAddress() {}

    static URI parse(String text) {
        try {
            return check(new URI(text.strip()));
        } catch (URISyntaxException e) {
            throw new MimoException("not the address of a model server: " + e.getReason());
        }
    }

    static URI check(URI url) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (url.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
            throw new MimoException("the address of a model server begins with http:// or https:// and names a host");
        }
        if (url.getUserInfo() != null || url.getFragment() != null) {
            throw new MimoException(
                    "the address of the model server " + url.getHost() + " must have neither user nor fragment");
        }
        return url;
    }

    /** The address to post to; the query stays where it is. */
    static URI of(Dialect dialect, URI base, boolean withoutCredentials) {
        String host = base.getHost().toLowerCase(Locale.ROOT);
        boolean secure = base.getScheme().equalsIgnoreCase("https")
                || LOOPBACK.matcher(host).matches();
        boolean open = withoutCredentials && PRIVATE.matcher(host).matches();
        if (!secure && !open) {
            throw new MimoException("the model server " + host + " must be asked by https: over plain http "
                    + (withoutCredentials ? "prompts" : "the key") + " could be read on the way");
        }
        String path = base.getRawPath() == null ? "" : base.getRawPath().replaceAll("/+$", "");
        String query = base.getRawQuery() == null ? "" : "?" + base.getRawQuery();
        return URI.create(base.getScheme() + "://" + base.getRawAuthority() + full(dialect, path) + query);
    }

    /** Messages are at home below a version, which addresses of that dialect often leave out. */
    private static String full(Dialect dialect, String path) {
        String resource = switch (dialect) {
            case OPENAI_CHAT -> "/chat/completions";
            case OPENAI_RESPONSES -> "/responses";
            case ANTHROPIC -> "/messages";
        };
        if (path.endsWith(resource)) {
            return path;
        }
        boolean versionMissing =
                dialect == Dialect.ANTHROPIC && !VERSIONED.matcher(path).find();
        return path + (versionMissing ? "/v1" : "") + resource;
    }
}
