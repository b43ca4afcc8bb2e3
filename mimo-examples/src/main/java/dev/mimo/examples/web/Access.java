package dev.mimo.examples.web;

import com.sun.net.httpserver.Headers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may use the server: programs of this machine that know its token. A page of another origin in the same browser does not
 * know it, and is refused besides; a foreign name that was made to lead to this machine is no name of this server.
 */
final class Access {

    private static final int TOKEN_BYTES = 24;
    private static final String BEARER = "Bearer ";

    private final String token;
    private final Set<String> hosts;

    private Access(String token, Set<String> hosts) {
        this.token = token;
        this.hosts = hosts;
    }

    /** With a new token, for a server on that port. */
    static Access on(int port) {
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        return new Access(token, Set.of("127.0.0.1:" + port, "localhost:" + port));
    }

    String token() {
        return token;
    }

    /** For everything, the page itself included: asked under this server's name, and by no foreign page. */
    void requireOwnPage(Headers headers) {
        String host = headers.getFirst("Host");
        if (host == null || !hosts.contains(host)) {
            throw new Refusal(403, "wrong_host", "this server is not known by that name");
        }
        String origin = headers.getFirst("Origin");
        if (origin != null && !origin.equals("http://" + host)) {
            throw new Refusal(403, "wrong_origin", "pages of another origin may not use this server");
        }
        String site = headers.getFirst("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            throw new Refusal(403, "wrong_origin", "pages of another site may not use this server");
        }
    }

    /** For all that tells or does something. */
    void requireToken(@Nullable String authorization) {
        String given = authorization == null || !authorization.startsWith(BEARER)
                ? ""
                : authorization.substring(BEARER.length());
        // Takes as long for a near miss as for a wild guess.
        if (!MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8))) {
            throw new Refusal(401, "wrong_token", "open the page by the link that the server printed when it started");
        }
    }
}
