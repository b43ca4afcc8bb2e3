package dev.mimo.environment;

import java.net.URI;
import java.util.Locale;

/**
 * Whether this process is kept from asking models over the network: by the system property {@code mimo.offline}, which tests
 * set while they run and anybody may set for good.
 *
 * <p>A promise of this library's own parts, not a firewall: models by name and the HTTP transport of the providers ask here;
 * a host's own client, a shell command or an MCP server does not. Addresses of this machine's loopback stay open.
 */
public final class Offline {

    /** {@code true} keeps the process offline. */
    public static final String PROPERTY = "mimo.offline";

    private Offline() {}

    public static boolean isOn() {
        return Boolean.getBoolean(PROPERTY);
    }

    /**
     * Refuses while the process is offline.
     *
     * @param what what is refused, for the message
     * @throws MimoException when it is
     */
    public static void refuse(String what) {
        if (isOn()) {
            throw new MimoException(what + " is refused: this process is offline (" + PROPERTY
                    + "=true, as in tests); use a scripted model or a recording");
        }
    }

    /**
     * Refuses an address that is not this machine's own while the process is offline.
     *
     * @throws MimoException when it is refused; names the host only
     */
    public static void refuse(URI address) {
        String host = String.valueOf(address.getHost()).toLowerCase(Locale.ROOT);
        boolean loopback = host.equals("localhost")
                || host.equals("[::1]")
                || host.matches("127\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}");
        if (!loopback) {
            refuse("a connection to " + host);
        }
    }
}
