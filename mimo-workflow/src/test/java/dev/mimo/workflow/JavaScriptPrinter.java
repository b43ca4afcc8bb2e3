package dev.mimo.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Prints data as JavaScript, in a style that changes from token to token. */
final class JavaScriptPrinter {

    private static final List<String> SPACES = List.of(
            "",
            "",
            " ",
            "\n",
            "\r\n",
            "\t",
            "\u00a0",
            "/* }]'\"` */",
            "// }]'\"`\n",
            "/**/",
            "\u2028",
            "/*\n*/",
            "//\u2029");

    private final Random random;

    JavaScriptPrinter(Random random) {
        this.random = random;
    }

    String space() {
        return SPACES.get(random.nextInt(SPACES.size()));
    }

    String print(JsonNode node) {
        if (node.isObject()) {
            List<String> fields = new ArrayList<>();
            node.properties()
                    .forEach(field ->
                            fields.add(key(field.getKey()) + space() + ":" + space() + print(field.getValue())));
            return list("{", fields, "}");
        } else if (node.isArray()) {
            List<String> items = new ArrayList<>();
            node.forEach(item -> items.add(print(item)));
            return list("[", items, "]");
        } else if (node.isTextual()) {
            return string(node.textValue(), "'\"`".charAt(random.nextInt(3)));
        } else if (node.isNumber()) {
            return number(node);
        }
        return node.asText();
    }

    private String list(String open, List<String> items, String close) {
        StringBuilder text = new StringBuilder(open).append(space());
        for (int i = 0; i < items.size(); i++) {
            boolean comma = i < items.size() - 1 || random.nextBoolean();
            text.append(items.get(i)).append(space()).append(comma ? "," : "").append(space());
        }
        return text + close;
    }

    private String key(String key) {
        boolean word = key.chars().allMatch(c -> c < 128 && Character.isLetter(c)) && !key.isEmpty();
        boolean number = key.matches("0|[1-9][0-9]{0,9}");
        if (random.nextInt(3) == 0 || !word && !number) {
            return string(key, random.nextBoolean() ? '\'' : '"');
        }
        return number && random.nextBoolean() ? "0x" + Long.toHexString(Long.parseLong(key)) : key;
    }

    private String number(JsonNode node) {
        if (!node.isIntegralNumber()) {
            return node.toString();
        }
        long value = Math.abs(node.longValue());
        String digits = switch (random.nextInt(6)) {
            case 0 -> "0X" + Long.toHexString(value);
            case 1 -> "0o" + Long.toOctalString(value);
            case 2 -> "0b" + Long.toBinaryString(value);
            case 3 -> value + ".0";
            case 4 -> String.format("%,d", value).replaceAll("[^0-9]", "_");
            default -> Long.toString(value);
        };
        return node.longValue() < 0 ? "-" + space() + digits : digits;
    }

    private String string(String text, char quote) {
        StringBuilder literal = new StringBuilder().append(quote);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean special = c == quote || c == '\\' || c == '\r' || c == '\n' && quote != '`' || c == '$';
            int style = random.nextInt(8);
            if (c == 0 && style < 3 && !(i + 1 < text.length() && Character.isDigit(text.charAt(i + 1)))) {
                literal.append("\\0");
            } else if (c < 256 && style == 0) {
                literal.append(String.format("\\x%02X", (int) c));
            } else if (style == 1) {
                literal.append(String.format("\\u%04x", (int) c));
            } else if (special || style == 2) {
                literal.append(String.format("\\u{%x}", (int) c));
            } else {
                literal.append(style == 3 ? "\\\n" : "").append(c);
            }
        }
        return literal.append(quote).toString();
    }
}
