package dev.mimo.memory;

import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.StopReason;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.model.Usage;
import dev.mimo.session.Entry;
import java.util.Random;

/**
 * Messages as an agent's sessions have them, from a seed: words as often as in any language (Zipf), code, paths, logs, and
 * Chinese. Each message has a name that no other has.
 */
final class HistoryWorld {

    private static final String[] COMMON = {"the", "of", "and", "to", "a", "in", "is", "that", "it", "for"};
    private static final String[] SYLLABLES = {
        "ba", "con", "der", "fil", "gra", "hu", "in", "jo", "ka", "lis", "mor", "ne", "op", "pre", "qua", "re", "sta",
        "tion", "un", "ver", "wis", "xen", "ya", "zo"
    };
    private static final int WORDS = 40_000;
    private static final String HAN = "的一是不了人我在有他这中大来上个国到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可数据库连接池";

    private final Random random;
    private final double[] zipf = new double[WORDS];

    HistoryWorld(long seed) {
        random = new Random(seed);
        double sum = 0;
        for (int i = 0; i < WORDS; i++) {
            sum += 1.0 / (i + 2.7);
            zipf[i] = sum;
        }
        for (int i = 0; i < WORDS; i++) {
            zipf[i] /= sum;
        }
    }

    /** The name that message {@code n} has and no other. */
    static String name(long n) {
        return "mark_" + Long.toString(n, 36) + "_end";
    }

    /** The word of that rank, from 0: the lower, the more common. */
    static String word(int rank) {
        if (rank < COMMON.length) {
            return COMMON[rank];
        }
        StringBuilder word = new StringBuilder();
        for (int rest = rank; rest > 0; rest /= SYLLABLES.length) {
            word.append(SYLLABLES[rest % SYLLABLES.length]);
        }
        return word.toString();
    }

    static String identifier(int n) {
        return "get" + capital(word(n % 3_000 + 10)) + capital(word(n / 7 % 900 + 10)) + "By"
                + capital(word(n % 80 + 10));
    }

    static String path(int n) {
        return "src/main/java/org/" + word(n % 40 + 10) + "/" + word(n % 300 + 10) + "/" + capital(word(n % 2_000 + 10))
                + ".java";
    }

    Entry message(long n) {
        String name = name(n);
        int kind = (int) (n % 20);
        if (kind == 0) {
            return new Entry.MessageAdded(Message.user(prose(40) + " " + name + " " + prose(20)), null);
        } else if (kind < 3) {
            return new Entry.MessageAdded(Message.user(han(60) + name + han(60)), null);
        } else if (kind < 10) {
            ToolCall call = ToolCall.of(
                    "call-" + n,
                    "bash",
                    Json.object()
                            .put("command", "mvn -q test -Dtest=" + identifier(random.nextInt(20_000)) + " " + name));
            return new Entry.ReplyAdded(
                    Message.assistant(dev.mimo.model.Content.text(prose(60)), call),
                    StopReason.TOOL_CALLS,
                    Usage.of(1_000, 200));
        }
        ToolCall call = ToolCall.of("call-" + n, "read", Json.object());
        String text = kind < 15 ? code(name) : log(name);
        return new Entry.CallFinished(kind == 19 ? ToolResult.error(call, text) : ToolResult.of(call, text));
    }

    String prose(int words) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words; i++) {
            text.append(word(rank())).append(i % 12 == 11 ? ". " : " ");
        }
        return text.toString();
    }

    private String code(String name) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            text.append("    var ").append(word(rank())).append(" = ").append(identifier(random.nextInt(20_000)));
            text.append("(")
                    .append(word(rank()))
                    .append(", ")
                    .append(random.nextInt(100))
                    .append(");\n");
        }
        return text.append("// ").append(name).append(" ").append(prose(10)).toString();
    }

    private String log(String name) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            text.append("error[E")
                    .append(1_000 + random.nextInt(600))
                    .append("]: ")
                    .append(prose(8));
            text.append("\n  --> ")
                    .append(path(random.nextInt(100_000)))
                    .append(":")
                    .append(random.nextInt(400))
                    .append("\n");
        }
        return text.append(name).toString();
    }

    private String han(int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            int common = (int) (HAN.length() * Math.pow(random.nextDouble(), 2));
            text.append(random.nextInt(10) > 2 ? HAN.charAt(common) : (char) (0x4e00 + random.nextInt(3_000)));
        }
        return text.append("。").toString();
    }

    private int rank() {
        int found = java.util.Arrays.binarySearch(zipf, random.nextDouble());
        return Math.min(WORDS - 1, found < 0 ? -found - 1 : found);
    }

    private static String capital(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }
}
