package dev.mimo.memory.layer;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A file in lines that can be put together again byte for byte.
 *
 * @param bom whether a byte order mark stands in front
 */
record LayerText(boolean bom, List<Line> lines) {

    private static final char BOM = '\uFEFF';

    /**
     * A line.
     *
     * @param end what ends it; empty for a last line without an end
     */
    record Line(String text, String end) {}

    LayerText {
        lines = List.copyOf(lines);
    }

    static LayerText read(byte[] bytes) throws LayerFault {
        String all = decode(bytes);
        boolean bom = !all.isEmpty() && all.charAt(0) == BOM;
        List<Line> lines = new ArrayList<>();
        int at = bom ? 1 : 0;
        while (at < all.length()) {
            int end = all.indexOf('\n', at);
            if (end < 0) {
                lines.add(new Line(all.substring(at), ""));
                break;
            }
            int text = end > at && all.charAt(end - 1) == '\r' ? end - 1 : end;
            lines.add(new Line(all.substring(at, text), all.substring(text, end + 1)));
            at = end + 1;
        }
        return new LayerText(bom, lines);
    }

    byte[] bytes() {
        StringBuilder all = new StringBuilder();
        if (bom) {
            all.append(BOM);
        }
        lines.forEach(line -> all.append(line.text).append(line.end));
        return all.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** How this file ends its lines. */
    String end() {
        return lines.isEmpty() || lines.get(0).end.isEmpty() ? "\n" : lines.get(0).end;
    }

    private static String decode(byte[] bytes) throws LayerFault {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        if (result.isError()) {
            throw new LayerFault(1 + count(bytes, in.position()), "not UTF-8");
        }
        String text = out.flip().toString();
        int nul = text.indexOf('\0');
        if (nul >= 0) {
            throw new LayerFault(
                    1 + (int) text.chars().limit(nul).filter(c -> c == '\n').count(), "not a text");
        }
        return text;
    }

    private static int count(byte[] bytes, int before) {
        int lines = 0;
        for (int i = 0; i < before; i++) {
            lines += bytes[i] == '\n' ? 1 : 0;
        }
        return lines;
    }
}
