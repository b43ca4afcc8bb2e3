package dev.mimo.tool.web;

import dev.mimo.tool.InvalidCall;
import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An address of the web in one spelling, so that a rule meets it however it is written.
 *
 * @param host in lower case and ASCII, without brackets and final dot
 * @param port as given, else the scheme's
 * @param target path and query; never empty, ASCII
 */
record WebAddress(boolean secure, String host, int port, String target) {

    private static final int LONGEST = 4_000;
    private static final Pattern PLAIN_4 = Pattern.compile("((0|[1-9]\\d{0,2})(\\.|$)){4}");

    /** Throws {@link InvalidCall} when it is none, or one that is not fetched. */
    static WebAddress of(String text) {
        try {
            if (text.length() > LONGEST) {
                throw new InvalidCall("the address is longer than " + LONGEST + " characters");
            }
            return of(new URI(text.strip().replace(" ", "%20")));
        } catch (URISyntaxException e) {
            throw new InvalidCall("not an address: " + e.getReason());
        }
    }

    /** Where a redirect leads. */
    WebAddress follow(String location) {
        try {
            return of(URI.create(toString()).resolve(new URI(location.strip().replace(" ", "%20"))));
        } catch (URISyntaxException e) {
            throw new InvalidCall("a redirect leads to no address");
        }
    }

    private static WebAddress of(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new InvalidCall("only http and https are fetched");
        }
        if (uri.getRawUserInfo() != null
                || String.valueOf(uri.getRawAuthority()).indexOf('@') >= 0) {
            throw new InvalidCall("an address with a user's name in it is not fetched");
        }
        boolean secure = scheme.equals("https");
        String host = host(uri);
        int port = uri.getPort() < 0 ? (secure ? 443 : 80) : uri.getPort();
        if (port < 1 || port > 65_535) {
            throw new InvalidCall("not a port: " + port);
        }
        URI ascii = URI.create(uri.toASCIIString());
        String path = ascii.getRawPath() == null || ascii.getRawPath().isEmpty() ? "/" : ascii.getRawPath();
        return new WebAddress(
                secure, host, port, ascii.getRawQuery() == null ? path : path + "?" + ascii.getRawQuery());
    }

    private static String host(URI uri) {
        String host = uri.getHost();
        if (host == null && uri.getRawAuthority() != null) {
            // Names in other scripts are no hosts to the JDK's parser.
            host = uri.getRawAuthority().replaceAll(":\\d*$", "");
        }
        if (host == null || host.isEmpty() || host.indexOf('%') >= 0) {
            throw new InvalidCall("the address has no host that can be looked up");
        }
        if (host.startsWith("[")) {
            return host.substring(1, host.length() - 1).toLowerCase(Locale.ROOT);
        }
        try {
            String ascii = IDN.toASCII(host, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
            return named(ascii.endsWith(".") ? ascii.substring(0, ascii.length() - 1) : ascii);
        } catch (IllegalArgumentException e) {
            throw new InvalidCall("the address has no host that can be looked up");
        }
    }

    /** Numbers that some systems read as an address in octal, in hexadecimal or with parts left out are no host to us. */
    private static String named(String host) {
        String last = host.substring(host.lastIndexOf('.') + 1);
        if (last.matches("\\d+|0x[0-9a-f]*") && !PLAIN_4.matcher(host).matches()) {
            throw new InvalidCall("the address has no host that can be looked up");
        }
        return host;
    }

    /** As it is sent: with the port where it is not the scheme's. */
    String authority() {
        String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return port == (secure ? 443 : 80) ? name : name + ":" + port;
    }

    @Override
    public String toString() {
        return (secure ? "https://" : "http://") + authority() + target;
    }
}
