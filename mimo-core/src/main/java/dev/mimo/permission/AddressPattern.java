package dev.mimo.permission;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Rules about addresses of the web. A pattern names a host, or with {@code ://} an address; then scheme, host and path are
 * matched each by itself, so that a star in the host never runs on into the path.
 */
final class AddressPattern {

    private AddressPattern() {}

    /** The subject as an address; null when it is none. */
    static @Nullable URI find(String subject) {
        if (!subject.startsWith("http://") && !subject.startsWith("https://")) {
            return null;
        }
        try {
            URI address = URI.create(subject);
            return address.getHost() == null ? null : address;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    static boolean matches(String pattern, URI address) {
        int scheme = pattern.indexOf("://");
        if (scheme < 0) {
            return Pattern.matches(pattern.toLowerCase(Locale.ROOT), host(address));
        }
        String rest = pattern.substring(scheme + 3);
        int slash = rest.indexOf('/');
        String host = slash < 0 ? rest : rest.substring(0, slash);
        String path = slash < 0 ? "*" : rest.substring(slash);
        String target = address.getRawPath() + (address.getRawQuery() == null ? "" : "?" + address.getRawQuery());
        return Pattern.matches(pattern.substring(0, scheme), address.getScheme())
                && (Pattern.matches(host.toLowerCase(Locale.ROOT), host(address))
                        || Pattern.matches(host, address.getRawAuthority()))
                && Pattern.matches(path, target);
    }

    /** In lower case, without the dot that may stand at its end. */
    private static String host(URI address) {
        return address.getHost().toLowerCase(Locale.ROOT).replaceFirst("\\.+$", "");
    }
}
