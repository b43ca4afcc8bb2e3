package dev.mimo.tool.web;

import dev.mimo.tool.InvalidCall;
import java.net.IDN;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An address of the web in one spelling, so that a rule meets it however it is written.
 *
 * @param host in lower case and ASCII, without brackets and final dot
 * @param port as given, else the scheme's
 * @param target path and query; never empty, ASCII
 */
record WebAddress(boolean secure, String host, int port, String target) {

    private static final int LONGEST = 4_000;
    /** Reserved for local use: RFC 6761, 6762, 8375, and by ICANN for private use. */
    private static final Pattern LOCAL_NAME = Pattern.compile(
            ".*\\.(localhost|local|localdomain|internal|intranet|lan|home|corp|private|test|home\\.arpa)");

    private static final Pattern STEPS_UP = Pattern.compile("(?i)(^|/|%2f|%5c|\\\\)(\\.|%2e){1,2}(/|%2f|%5c|\\\\|;|$)");

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
        int port = port(uri, secure ? 443 : 80);
        if (port < 1 || port > 65_535) {
            throw new InvalidCall("not a port: " + port);
        }
        URI ascii = URI.create(uri.toASCIIString());
        String path = path(ascii);
        return new WebAddress(
                secure, host, port, ascii.getRawQuery() == null ? path : path + "?" + ascii.getRawQuery());
    }

    private static int port(URI uri, int standard) {
        // Of a host in another script the JDK's parser does not tell the port.
        String given = uri.getHost() == null ? String.valueOf(uri.getRawAuthority()) : ":" + uri.getPort();
        String port = given.substring(given.lastIndexOf(':') + 1);
        if (given.indexOf(':') < 0 || port.isEmpty() || port.equals("-1")) {
            return standard;
        }
        if (!port.matches("\\d{1,5}")) {
            throw new InvalidCall("not a port: " + port);
        }
        return Integer.parseInt(port);
    }

    /** Without steps up, which a rule about paths would not see. */
    private static String path(URI uri) {
        String path = uri.normalize().getRawPath();
        String plain = path == null || path.isEmpty() ? "/" : path.replaceFirst("^(/\\.\\.)+(?=/|$)", "");
        if (STEPS_UP.matcher(plain).find()) {
            throw new InvalidCall("an address with encoded steps in its path is not fetched");
        }
        return plain.isEmpty() ? "/" : plain;
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

    /** The address that the host is written as; null when it is a name. */
    @Nullable
    InetAddress literal() {
        try {
            boolean number = host.indexOf(':') >= 0 || PLAIN_4.matcher(host).matches();
            return number ? InetAddress.getByName(host) : null;
        } catch (UnknownHostException e) {
            throw new InvalidCall("the address has no host that can be looked up");
        }
    }

    /** Whether the host is a name of this machine or its own network. */
    boolean isLocalName() {
        return host.indexOf('.') < 0
                ? literal() == null
                : LOCAL_NAME.matcher(host).matches();
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
