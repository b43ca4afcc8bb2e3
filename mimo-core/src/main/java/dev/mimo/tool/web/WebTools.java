package dev.mimo.tool.web;

import dev.mimo.tool.Tool;
import java.net.InetAddress;
import javax.net.ssl.SSLSocketFactory;

/** Makes the tools {@code webfetch} and {@code websearch}. */
public final class WebTools {

    private WebTools() {}

    /**
     * {@code webfetch}: gives a page of the public web as Markdown. For the gate it talks to the network, with the address
     * as subject; rules may name the host alone.
     *
     * <p>Only {@code http} and {@code https}. Names are resolved once, all addresses of a name must be public, and the
     * connection goes to the very address that was checked, without a proxy; the same for each of at most 5 redirects, and
     * one to another host is asked of the gate again. At most 5 MiB and 30 s; text only. No cookies, no credentials.
     */
    public static Tool fetch() {
        return fetch(PublicAddress::isPublic);
    }

    /** {@code websearch}: asks the host's search engine. For the gate it talks to the network, with the query as subject. */
    public static Tool search(WebSearch engine) {
        return WebSearchTool.of(engine);
    }

    /** {@code policy}: which addresses may be talked to. */
    static Tool fetch(AddressPolicy policy) {
        return fetch(policy, InetAddress::getAllByName, (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    /** {@code names}: where hosts are looked up; {@code certificates}: whose are trusted. */
    static Tool fetch(AddressPolicy policy, HttpFetch.Names names, SSLSocketFactory certificates) {
        return WebFetchTool.of(new HttpFetch(policy, names, certificates));
    }
}
