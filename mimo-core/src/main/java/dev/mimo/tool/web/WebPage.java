package dev.mimo.tool.web;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What came back.
 *
 * @param type the content type without parameters, in lower case; empty when none was told
 * @param charset null when none was told, or one that is not known
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record WebPage(
        WebAddress address,
        int status,
        String type,
        @Nullable Charset charset,
        byte[] body) {

    private static final Pattern CHARSET = Pattern.compile("charset\\s*=\\s*\"?([^\\s;\"]+)", Pattern.CASE_INSENSITIVE);

    static String type(String header) {
        return header.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
    }

    static @Nullable Charset charset(String header) {
        Matcher named = CHARSET.matcher(header);
        try {
            return named.find() ? Charset.forName(named.group(1)) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    boolean isHtml() {
        return type.equals("text/html") || type.equals("application/xhtml+xml");
    }

    static boolean isText(String type) {
        return type.startsWith("text/")
                || type.matches("application/(json|xml|javascript|yaml|toml|x-ndjson|x-yaml)")
                || type.matches("application/[\\w.-]+\\+(json|xml)");
    }

    String text() {
        return new String(body, charset == null ? StandardCharsets.UTF_8 : charset);
    }
}
