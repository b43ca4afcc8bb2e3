package dev.mimo.tool.shell;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * One end of a text that came as bytes: UTF-8, what is not is replaced, zero characters are dropped.
 *
 * @param text never begins or ends within a character
 * @param bytes how many bytes it stands for
 */
record Excerpt(String text, int bytes) {

    /** The beginning, of at most {@code most} characters. */
    static Excerpt head(byte[] bytes, int most) {
        ByteBuffer from = ByteBuffer.wrap(bytes);
        CharBuffer to = CharBuffer.allocate(most);
        decoder().decode(from, to, true);
        return new Excerpt(to.flip().toString().replace("\0", ""), from.position());
    }

    /** The end, of at most {@code most} characters. */
    static Excerpt tail(byte[] bytes, int most) {
        int start = 0;
        while (start < Math.min(3, bytes.length) && (bytes[start] & 0xC0) == 0x80) {
            start++;
        }
        ByteBuffer from = ByteBuffer.wrap(bytes, start, bytes.length - start);
        CharBuffer all = CharBuffer.allocate(from.remaining());
        decoder().decode(from, all, true);
        int surplus = Math.max(0, all.flip().length() - most);
        if (surplus > 0 && Character.isLowSurrogate(all.charAt(surplus))) {
            surplus++;
        }
        from.position(start);
        decoder().decode(from, CharBuffer.allocate(surplus), true);
        String text = all.subSequence(surplus, all.length()).toString();
        return new Excerpt(text.replace("\0", ""), bytes.length - from.position());
    }

    private static CharsetDecoder decoder() {
        return StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
    }
}
