package dev.mimo.tool.coding;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** File names as git quotes them: bytes beyond ASCII in octal, the usual letters for control characters. */
final class QuotedName {

    private static final String LETTERS = "abtnvfr\"\\";
    private static final String MEANT = "\u0007\b\t\n\u000b\f\r\"\\";

    private QuotedName() {}

    static String read(String inside) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < inside.length(); i++) {
            char c = inside.charAt(i);
            String octal = inside.substring(Math.min(inside.length(), i + 1), Math.min(inside.length(), i + 4));
            if (c != '\\' || i + 1 == inside.length()) {
                bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
            } else if (octal.matches("[0-3][0-7]{2}")) {
                bytes.write(Integer.parseInt(octal, 8));
                i += 3;
            } else {
                i++;
                int letter = LETTERS.indexOf(inside.charAt(i));
                bytes.write(letter < 0 ? inside.charAt(i) : MEANT.charAt(letter));
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
