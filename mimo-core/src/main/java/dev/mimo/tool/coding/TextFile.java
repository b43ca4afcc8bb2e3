package dev.mimo.tool.coding;

import dev.mimo.tool.InvalidCall;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A file's content as text, with what it takes to write it back to the same bytes.
 *
 * @param text without the byte order mark, line ends as they are
 * @param charset what it was read with
 * @param marked whether a byte order mark stands before it
 */
record TextFile(String text, Charset charset, boolean marked) {

    /** What a byte order mark is the bytes of, in every charset that has one. */
    private static final char MARK = '\uFEFF';

    private static final byte[] NO_MARK = {};
    private static final byte[] UTF_8_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final byte[] UTF_16LE_MARK = {(byte) 0xFF, (byte) 0xFE};
    private static final byte[] UTF_16BE_MARK = {(byte) 0xFE, (byte) 0xFF};

    /** How many of the first bytes are a mark of UTF-8. */
    static int markLength(byte[] bytes, int length) {
        return length >= UTF_8_MARK.length && startsWith(bytes, UTF_8_MARK) ? UTF_8_MARK.length : 0;
    }

    /** UTF-8 without a mark, as new files are written. */
    static TextFile of(String text) {
        return new TextFile(text, StandardCharsets.UTF_8, false);
    }

    /**
     * Reads bytes that are text beyond doubt: marked UTF-8 or UTF-16, valid UTF-8, or valid GB18030 that gives the same bytes
     * again, without control characters. Null when they are anything else.
     */
    static @Nullable TextFile decode(byte[] bytes) {
        if (startsWith(bytes, UTF_8_MARK)) {
            return decode(bytes, StandardCharsets.UTF_8, UTF_8_MARK);
        }
        if (startsWith(bytes, UTF_16LE_MARK)) {
            return decode(bytes, StandardCharsets.UTF_16LE, UTF_16LE_MARK);
        }
        if (startsWith(bytes, UTF_16BE_MARK)) {
            return decode(bytes, StandardCharsets.UTF_16BE, UTF_16BE_MARK);
        }
        TextFile utf8 = decode(bytes, StandardCharsets.UTF_8, NO_MARK);
        return utf8 != null || !Charset.isSupported("GB18030") ? utf8 : gb18030(bytes);
    }

    /** The same file with other words. */
    TextFile with(String other) {
        return new TextFile(other, charset, marked);
    }

    /**
     * The bytes.
     *
     * @throws InvalidCall when the charset lacks a character of the text
     */
    byte[] encode() {
        try {
            ByteBuffer bytes = charset.newEncoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .encode(CharBuffer.wrap(marked ? MARK + text : text));
            byte[] all = new byte[bytes.remaining()];
            bytes.get(all);
            return all;
        } catch (CharacterCodingException e) {
            throw new InvalidCall("the text holds characters that " + charset + " cannot write");
        }
    }

    /** The line end that all lines have: LF or CRLF; null when they differ or there is none. */
    @Nullable
    String lineEnd() {
        int all = 0;
        int windows = 0;
        for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
            all++;
            windows += at > 0 && text.charAt(at - 1) == '\r' ? 1 : 0;
        }
        if (all == 0 || (windows > 0 && windows < all)) {
            return null;
        }
        return windows == 0 ? "\n" : "\r\n";
    }

    private static @Nullable TextFile decode(byte[] bytes, Charset charset, byte[] mark) {
        try {
            String text = charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, mark.length, bytes.length - mark.length))
                    .toString();
            return text.indexOf('\0') >= 0 ? null : new TextFile(text, charset, mark.length > 0);
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** Any pair of high bytes is GB18030, so what looks odd is rather taken for no text. */
    private static @Nullable TextFile gb18030(byte[] bytes) {
        TextFile file = decode(bytes, Charset.forName("GB18030"), NO_MARK);
        if (file == null || file.text.chars().anyMatch(TextFile::isOdd)) {
            return null;
        }
        return Arrays.equals(file.encode(), bytes) ? file : null;
    }

    private static boolean isOdd(int c) {
        boolean control = Character.isISOControl(c) && "\t\n\r\f\u001b".indexOf(c) < 0;
        return control || Character.getType(c) == Character.PRIVATE_USE || c == '\uFFFD';
    }

    private static boolean startsWith(byte[] bytes, byte[] mark) {
        return bytes.length >= mark.length && Arrays.equals(bytes, 0, mark.length, mark, 0, mark.length);
    }
}
