package dev.mimo.tool.web;

import java.net.InetAddress;

/** Which addresses may be talked to. */
@FunctionalInterface
interface AddressPolicy {

    boolean allows(InetAddress address);
}
