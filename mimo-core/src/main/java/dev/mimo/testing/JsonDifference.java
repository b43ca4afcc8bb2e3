package dev.mimo.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How far two JSON values are from each other, and where they part first. Objects are compared without order. */
final class JsonDifference {

    private static final int AROUND = 60;

    private int count;
    private @Nullable String path;
    private JsonNode left = MissingNode.getInstance();
    private JsonNode right = MissingNode.getInstance();

    private JsonDifference() {}

    static JsonDifference between(JsonNode left, JsonNode right) {
        JsonDifference difference = new JsonDifference();
        difference.compare("", left, right);
        return difference;
    }

    /** How many values differ; 0 when both are equal. */
    int count() {
        return count;
    }

    /** Where they part first, and what is there on both sides; each side on a line of its own. */
    String describe(String leftName, String rightName) {
        String a = shown(left);
        String b = shown(right);
        int width = Math.max(leftName.length(), rightName.length());
        int at = commonLength(a, b);
        return path + ":\n  " + leftName + ": " + " ".repeat(width - leftName.length()) + excerpt(a, at) + "\n  "
                + rightName + ": " + " ".repeat(width - rightName.length()) + excerpt(b, at);
    }

    private void compare(String at, JsonNode a, JsonNode b) {
        if (a.isObject() && b.isObject()) {
            Set<String> names = new LinkedHashSet<>();
            a.fieldNames().forEachRemaining(names::add);
            b.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> compare(at.isEmpty() ? name : at + "." + name, a.path(name), b.path(name)));
        } else if (a.isArray() && b.isArray()) {
            for (int i = 0; i < Math.max(a.size(), b.size()); i++) {
                compare(at + "[" + i + "]", a.path(i), b.path(i));
            }
        } else if (!a.equals(b)) {
            if (count++ == 0) {
                path = at.isEmpty() ? "(the whole)" : at;
                left = a;
                right = b;
            }
        }
    }

    private static String shown(JsonNode node) {
        return node.isMissingNode() ? "(nothing)" : node.toString();
    }

    private static int commonLength(String a, String b) {
        int at = 0;
        while (at < Math.min(a.length(), b.length()) && a.charAt(at) == b.charAt(at)) {
            at++;
        }
        return at;
    }

    private static String excerpt(String text, int at) {
        int from = Math.max(0, at - AROUND);
        int to = Math.min(text.length(), at + AROUND);
        return (from > 0 ? "…" : "") + text.substring(from, to) + (to < text.length() ? "…" : "");
    }
}
