package dev.mimo.tool.web;

import dev.mimo.tool.InvalidCall;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a server answered to one request, as RFC 9112 has it, with bounds on everything. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record HttpReply(int status, Map<String, String> headers, byte[] body) {

    /** Bytes of a page. */
    private static final int LARGEST = 5 * 1024 * 1024;

    private static final int LONGEST_LINE = 16 * 1024;
    private static final int MOST_HEADERS = 200;

    /** Reads an answer; of one that is not shown to anybody, the head only. */
    static HttpReply read(InputStream in) throws IOException {
        int status;
        Map<String, String> headers;
        do {
            status = status(line(in));
            headers = headers(in);
        } while (status >= 100 && status < 200);
        HttpReply head = new HttpReply(status, headers, new byte[0]);
        if (head.location() != null || status == 204 || status == 304) {
            return head;
        }
        String type = WebPage.type(head.header("content-type"));
        if (!type.isEmpty() && !WebPage.isText(type) && !type.equals("application/xhtml+xml")) {
            throw new InvalidCall("no text but " + type.replaceAll("[^\\w/.+-]", "?"));
        }
        String encoding = head.header("content-encoding");
        if (!encoding.isEmpty() && !encoding.equalsIgnoreCase("identity")) {
            throw new InvalidCall("the server sent compressed content, which was not asked for");
        }
        return new HttpReply(status, headers, head.readBody(in));
    }

    /** Where a redirect leads; null when it is none. */
    @Nullable
    String location() {
        boolean redirect = status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
        return redirect ? headers.get("location") : null;
    }

    WebPage page(WebAddress address) {
        String type = header("content-type");
        return new WebPage(address, status, WebPage.type(type), WebPage.charset(type), body);
    }

    private String header(String name) {
        return headers.getOrDefault(name, "");
    }

    private byte[] readBody(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if (header("transfer-encoding").toLowerCase(Locale.ROOT).endsWith("chunked")) {
            for (long size = chunk(in); size > 0; size = chunk(in)) {
                copy(in, size, body);
                line(in);
            }
        } else if (headers.containsKey("content-length")) {
            copy(in, number(header("content-length"), 10), body);
        } else {
            body.write(in.readNBytes(LARGEST + 1));
            check(body.size());
        }
        return body.toByteArray();
    }

    private static long chunk(InputStream in) throws IOException {
        return number(line(in).replaceFirst(";.*", "").strip(), 16);
    }

    private static void copy(InputStream in, long size, ByteArrayOutputStream to) throws IOException {
        check(to.size() + size);
        byte[] part = in.readNBytes((int) size);
        if (part.length < size) {
            throw new EOFException("the server broke off");
        }
        to.write(part);
    }

    private static void check(long size) {
        if (size > LARGEST) {
            throw new InvalidCall("the page is larger than 5 MiB");
        }
    }

    private static long number(String text, int radix) throws IOException {
        try {
            long number = Long.parseLong(text, radix);
            if (number >= 0 && number < Integer.MAX_VALUE && Character.digit(text.charAt(0), radix) >= 0) {
                return number;
            }
            if (number > 0) {
                return LARGEST + 1L;
            }
        } catch (NumberFormatException e) {
            throw new IOException("the server sent no valid HTTP", e);
        }
        throw new IOException("the server sent no valid HTTP");
    }

    private static int status(String line) throws IOException {
        if (!line.matches("HTTP/1\\.[01] [1-5]\\d\\d.*")) {
            throw new IOException("the server sent no valid HTTP");
        }
        return Integer.parseInt(line.substring(9, 12));
    }

    private static Map<String, String> headers(InputStream in) throws IOException {
        Map<String, String> headers = new HashMap<>();
        int count = 0;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (++count > MOST_HEADERS || colon < 1) {
                throw new IOException("the server sent no valid HTTP");
            }
            headers.putIfAbsent(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the server broke off");
            }
            if (line.size() == LONGEST_LINE) {
                throw new IOException("the server sent no valid HTTP");
            }
            line.write(b);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
