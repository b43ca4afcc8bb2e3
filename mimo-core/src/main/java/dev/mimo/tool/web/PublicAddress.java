package dev.mimo.tool.web;

import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * Tells the public internet from everything else: this machine, private and link-local networks, shared and documentation
 * ranges, multicast, and ways to wrap one of these in another. Source: the IANA special-purpose address registries.
 */
final class PublicAddress {

    /** Address, prefix length. Metadata services stand in 169.254/16, 100.64/10 and 192.0.0/24, and one by itself. */
    private static final int[][] CLOSED_4 = {
        {ip(0, 0, 0, 0), 8},
        {ip(10, 0, 0, 0), 8},
        {ip(100, 64, 0, 0), 10},
        {ip(127, 0, 0, 0), 8},
        {ip(168, 63, 129, 16), 32},
        {ip(169, 254, 0, 0), 16},
        {ip(172, 16, 0, 0), 12},
        {ip(192, 0, 0, 0), 24},
        {ip(192, 0, 2, 0), 24},
        {ip(192, 31, 196, 0), 24},
        {ip(192, 52, 193, 0), 24},
        {ip(192, 88, 99, 0), 24},
        {ip(192, 168, 0, 0), 16},
        {ip(192, 175, 48, 0), 24},
        {ip(198, 18, 0, 0), 15},
        {ip(198, 51, 100, 0), 24},
        {ip(203, 0, 113, 0), 24},
        {ip(224, 0, 0, 0), 3},
    };

    private PublicAddress() {}

    static boolean isPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        return address instanceof Inet4Address ? isPublic4(number(bytes, 0)) : isPublic6(bytes);
    }

    private static boolean isPublic4(int address) {
        for (int[] range : CLOSED_4) {
            if ((address ^ range[0]) >>> (32 - range[1]) == 0) {
                return false;
            }
        }
        return true;
    }

    /* Of all IPv6 only 2000::/3 is public; mapped, compatible and NAT64 addresses, local ones and multicast lie outside. */
    private static boolean isPublic6(byte[] bytes) {
        int head = number(bytes, 0);
        boolean global = head >>> 29 == 0b001;
        boolean protocols = head >>> 9 == 0x20010000 >>> 9;
        boolean documentation = head == 0x20010db8 || head >>> 12 == 0x3fff0000 >>> 12;
        boolean sixToFour = head >>> 16 == 0x2002;
        return global && !protocols && !documentation && !sixToFour;
    }

    private static int number(byte[] bytes, int from) {
        return ip(bytes[from] & 0xff, bytes[from + 1] & 0xff, bytes[from + 2] & 0xff, bytes[from + 3] & 0xff);
    }

    private static int ip(int a, int b, int c, int d) {
        return a << 24 | b << 16 | c << 8 | d;
    }
}
