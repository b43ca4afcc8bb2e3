package dev.mimo.workflow.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Cost;
import dev.mimo.model.Json;
import dev.mimo.model.Spent;
import dev.mimo.model.Usage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Records of every type, made from a seed. */
final class RandomRecords {

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "plain",
            "line\nfeed\r\n\t\0\u0007\u001b[31m\u2028\ufeff",
            "数据库 🦙👩‍💻",
            "\ud83d cut \udc99",
            "\"\\/'",
            "{\"type\":\"log\"}");

    private static final List<String> JSON = List.of(
            "null",
            "true",
            "0",
            "-1",
            "12345678901234567890",
            "1.5",
            "1.50",
            "1e400",
            "0.1000000000000000055511151231257827",
            "\"\"",
            "\"\\ud800\"",
            "[]",
            "{}",
            "{\"b\":1,\"a\":[null,{\"\":\"x\"}]}",
            "[[[[1]]]]");

    private final Random random;

    RandomRecords(long seed) {
        random = new Random(seed);
    }

    static JournalRecord.Header header() {
        return new JournalRecord.Header(
                "review",
                "export const meta = {}",
                null,
                7,
                new JournalRecord.Terms(Map.of(), Json.object(), "/home", "mimo", "1"));
    }

    JournalRecord.Header anyHeader() {
        return new JournalRecord.Header(
                text(), text(), random.nextBoolean() ? json() : null, random.nextLong(), terms());
    }

    /** Some of any type but headers. */
    List<JournalRecord> some(int most) {
        List<JournalRecord> records = new ArrayList<>();
        int number = random.nextInt(most + 1);
        for (int i = 0; i < number; i++) {
            records.add(ofType(random.nextInt(TYPES)));
        }
        return records;
    }

    /** One of each type but headers. */
    List<JournalRecord> everyType() {
        List<JournalRecord> records = new ArrayList<>();
        for (int type = 0; type < TYPES; type++) {
            records.add(ofType(type));
        }
        return records;
    }

    private static final int TYPES = 11;

    private JournalRecord ofType(int type) {
        return switch (type) {
            case 0 -> new JournalRecord.CallStarted(key(), 1 + random.nextInt(5), object());
            case 1 -> new JournalRecord.CallSettled(key(), JournalRecord.Outcome.OK, json(), null, number(), spent());
            case 2 -> failed();
            case 3 -> new JournalRecord.Delivered(path());
            case 4 -> new JournalRecord.Read(path(), pick(List.of(JournalRecord.ReadKind.values())), text(), json());
            case 5 -> new JournalRecord.Write(path(), text(), maybeText(), text());
            case 6 -> new JournalRecord.Phase(text());
            case 7 -> new JournalRecord.Log(text());
            case 8 -> new JournalRecord.Child(path(), text(), text(), random.nextBoolean() ? json() : null);
            case 9 ->
                new JournalRecord.Resume(2 + number(), pick(List.of(JournalRecord.Divergence.values())), maybeText());
            default -> terminal();
        };
    }

    private JournalRecord failed() {
        JournalRecord.Outcome outcome = pick(
                List.of(JournalRecord.Outcome.FAILED, JournalRecord.Outcome.SKIPPED, JournalRecord.Outcome.TIMEOUT));
        return new JournalRecord.CallSettled(key(), outcome, null, text(), number(), spent());
    }

    private JournalRecord terminal() {
        JournalRecord.Status status = pick(List.of(JournalRecord.Status.values()));
        boolean completed = status == JournalRecord.Status.COMPLETED;
        return new JournalRecord.Terminal(
                status, completed && random.nextBoolean() ? json() : null, completed ? null : text(), spent());
    }

    private JournalRecord.Terms terms() {
        return new JournalRecord.Terms(
                Map.of("sonnet", text(), "", text(), "数 🦙", text()), object(), text(), text(), text());
    }

    private CallKey key() {
        return CallKey.of(path(), Json.object().put("prompt", text()).put("n", random.nextInt()));
    }

    private CallPath path() {
        CallPath path = CallPath.root();
        for (int depth = random.nextInt(4); depth > 0; depth--) {
            path = switch (random.nextInt(4)) {
                case 0 -> path.parallel(number(), number());
                case 1 -> path.pipeline(number(), number(), number());
                case 2 -> path.dag(number(), text());
                default -> path.workflow(number());
            };
        }
        return switch (random.nextInt(4)) {
            case 0 -> path.agent(number());
            case 1 -> path.file(number());
            case 2 -> path.timer(number());
            default -> path;
        };
    }

    private Spent spent() {
        Cost cost = random.nextBoolean() ? null : new Cost(new BigDecimal(random.nextInt(1000)).movePointLeft(3));
        return new Spent(number(), new Usage(number(), number(), number(), number(), Long.MAX_VALUE), cost);
    }

    private int number() {
        return random.nextInt(1000);
    }

    private @Nullable String maybeText() {
        return random.nextBoolean() ? text() : null;
    }

    private String text() {
        return pick(TEXTS) + (random.nextInt(4) == 0 ? pick(TEXTS) : "");
    }

    private ObjectNode object() {
        ObjectNode object = Json.object();
        object.set("value", json());
        return object.put("prompt", text()).put("数\0", text());
    }

    private JsonNode json() {
        try {
            return Json.exact().readTree(pick(JSON));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
