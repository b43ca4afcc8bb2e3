package dev.mimo.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.MessageFormat;
import dev.mimo.model.ModelRef;
import dev.mimo.model.ProviderData;
import dev.mimo.model.StopReason;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.model.Usage;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class FormatTest {

    @Property(tries = 200)
    void any_message_comes_back_equal(@ForAll("messages") Message message) {
        ObjectNode tree = MessageFormat.toJson(message);

        assertThat(MessageFormat.read(tree, "message")).isEqualTo(message);
    }

    @Property(tries = 400)
    void any_entry_comes_back_equal_from_its_bytes(@ForAll("entries") Entry entry) {
        Stored stored = new Stored(7, Instant.ofEpochMilli(1_795_000_000_123L), entry);

        String line = EntryFormat.write(stored);
        String read = new String(line.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);

        assertThat(line).doesNotContain("\n");
        assertThat(EntryFormat.readStored(read, "line")).isEqualTo(stored);
        assertThat(EntryFormat.write(EntryFormat.readStored(read, "line"))).isEqualTo(line);
    }

    @Test
    void a_message_is_written_in_our_own_shape() {
        Message message = new Message.Assistant(
                List.of(
                        new Content.Thinking("hm", null),
                        Content.text("so"),
                        new ToolCall("c1", "read", Json.object().put("path", "a"), null, null)),
                ModelRef.parse("a:b:c"),
                new ProviderData("a", Json.read("[1]")));

        assertThat(MessageFormat.toJson(message).toString())
                .isEqualTo(
                        "{\"role\":\"assistant\",\"content\":[{\"type\":\"thinking\",\"text\":\"hm\"},"
                                + "{\"type\":\"text\",\"text\":\"so\"},{\"type\":\"tool_call\",\"id\":\"c1\",\"name\":\"read\","
                                + "\"arguments\":{\"path\":\"a\"}}],\"author\":\"a:b:c\",\"provider\":{\"name\":\"a\",\"data\":[1]}}");
    }

    @Test
    void numbers_of_others_keep_every_digit() {
        String raw = "{\"a\":123456789012345678901234567890,\"b\":0.1000,\"c\":3.141592653589793238462643,"
                + "\"d\":1.0E+400,\"f\":1.5,\"g\":9007199254740993}";
        String line = "{\"type\":\"noted\",\"kind\":\"k\",\"data\":" + raw + "}";

        assertThat(EntryFormat.write(EntryFormat.readEntry(line, "line"))).isEqualTo(line);
    }

    @Test
    void what_a_parser_would_refuse_is_not_written() {
        ObjectNode infinite = Json.object().put("x", Double.POSITIVE_INFINITY);
        ObjectNode binary = Json.object().put("x", new byte[] {1});
        ObjectNode half = Json.object().put("\udc00", 1);

        for (ObjectNode data : List.of(infinite, binary, half)) {
            assertThatThrownBy(() -> EntryFormat.write(new Entry.Noted("k", data)))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("cannot be stored");
        }
    }

    @Test
    void the_deepest_json_that_can_be_read_can_be_stored() {
        String deep = "[".repeat(1_000) + "]".repeat(1_000);
        Entry entry = new Entry.ReplyAdded(
                Message.assistant(new Content.Opaque("p", Json.read(deep))), StopReason.STOP, Usage.none());

        assertThat(EntryFormat.readEntry(EntryFormat.write(entry), "line")).isEqualTo(entry);
    }

    @Test
    void an_unknown_word_is_told_with_its_place() {
        refused("{\"type\":\"sung\"}", "line.type", "\"sung\"");
        refused("{\"type\":\"call_started\",\"call\":\"c\",\"x\":1}", "line", "\"x\"");
        refused("{\"type\":\"call_started\"}", "line", "\"call\"");
        refused("{\"type\":\"call_started\",\"call\":null}", "line.call", "null");
        refused("{\"type\":\"call_started\",\"call\":\"c\",\"call\":\"d\"}", "line", "Duplicate");
        refused("{\"type\":\"call_started\",\"call\":\"c\"} x", "line", "");
        refused("", "line", "");
        refused("[]", "line", "object");
        refused(
                "{\"type\":\"message_added\",\"message\":{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"a\"},"
                        + "{\"type\":\"smell\"}]}}",
                "line.message.content[1].type",
                "\"smell\"");
        refused("{\"type\":\"message_added\",\"message\":{\"role\":\"cat\"}}", "line.message.role", "\"cat\"");
        refused(
                "{\"type\":\"message_added\",\"message\":{\"role\":\"user\",\"content\":[]}}",
                "line.message",
                "content");
        refused(
                "{\"type\":\"plan_changed\",\"plan\":{\"tasks\":[{\"id\":\"T1\",\"title\":\"x\",\"status\":\"lost\","
                        + "\"note\":\"\",\"children\":[]}]}}",
                "line.plan.tasks[0].status",
                "\"lost\"");
    }

    @Test
    void an_older_version_is_read_and_an_unknown_one_refused() {
        EntryFormat.Header header = new EntryFormat.Header(SessionId.of("ä\n\ud83d"), Instant.ofEpochMilli(5));
        String line = EntryFormat.write(header);

        assertThat(EntryFormat.readHeader(line, "log")).isEqualTo(header);
        assertThat(EntryFormat.readHeader(line.replace("\"format\":3", "\"format\":1"), "log"))
                .isEqualTo(header);
        for (String unknown : List.of("0", "4")) {
            assertThatThrownBy(
                            () -> EntryFormat.readHeader(line.replace("\"format\":3", "\"format\":" + unknown), "log"))
                    .isInstanceOf(StoreException.class)
                    .hasMessage("log.format must be 1 to 3: " + unknown);
        }
    }

    private static void refused(String line, String place, String value) {
        assertThatThrownBy(() -> EntryFormat.readEntry(line, "line"))
                .isInstanceOf(StoreException.class)
                .hasMessageStartingWith(place)
                .hasMessageContaining(value);
    }

    @Provide
    Arbitrary<Message> messages() {
        Arbitrary<List<Content>> content = content().list().ofMaxSize(4);
        return Arbitraries.oneOf(
                users(),
                assistants(),
                Combinators.combine(texts(), content, Arbitraries.of(true, false))
                        .as(ToolResult::new)
                        .list()
                        .ofMinSize(1)
                        .ofMaxSize(3)
                        .map(Message.Tool::new));
    }

    @Provide
    Arbitrary<Entry> entries() {
        Arbitrary<Long> tokens = Arbitraries.longs().between(0, Long.MAX_VALUE / 8);
        return Arbitraries.oneOf(
                Combinators.combine(users(), texts().injectNull(0.5)).as(Entry.MessageAdded::new),
                Combinators.combine(texts(), users()).as(Entry.Steered::new),
                Combinators.combine(
                                assistants(),
                                texts().filter(text -> !text.isBlank()).map(StopReason::new),
                                Combinators.combine(tokens, tokens, tokens, tokens, tokens)
                                        .as(Usage::new))
                        .as(Entry.ReplyAdded::new),
                Combinators.combine(texts(), objects()).as(Entry.CallEdited::new),
                Combinators.combine(texts(), content().list().ofMaxSize(3), Arbitraries.of(true, false))
                        .as(ToolResult::new)
                        .map(Entry.CallFinished::new),
                Combinators.combine(texts(), texts(), texts()).as(Entry.TurnEnded::new),
                Combinators.combine(texts(), objects()).as(Entry.Noted::new));
    }

    private static Arbitrary<Message.User> users() {
        return Combinators.combine(content().list().ofMinSize(1).ofMaxSize(4), texts().injectNull(0.5))
                .as(Message.User::new);
    }

    private static Arbitrary<Message.Assistant> assistants() {
        Arbitrary<ModelRef> author = texts().filter(text -> !text.isBlank()).map(name -> ModelRef.of("p", name));
        return Combinators.combine(
                        content().list().ofMaxSize(4),
                        author.injectNull(0.5),
                        providerData().injectNull(0.5))
                .as(Message.Assistant::new);
    }

    private static Arbitrary<Content> content() {
        return Arbitraries.oneOf(
                texts().map(Content.Text::new),
                Combinators.combine(texts(), providerData().injectNull(0.5)).as(Content.Thinking::new),
                Combinators.combine(texts(), texts()).as(Content.Image::new),
                Combinators.combine(texts(), nodes()).as(Content.Opaque::new),
                Combinators.combine(
                                texts(),
                                texts(),
                                objects(),
                                texts().injectNull(0.8),
                                providerData().injectNull(0.5))
                        .as(ToolCall::new));
    }

    private static Arbitrary<ProviderData> providerData() {
        return Combinators.combine(texts(), nodes()).as(ProviderData::new);
    }

    private static Arbitrary<JsonNode> nodes() {
        return Arbitraries.oneOf(
                scalars(), objects(), scalars().list().ofMaxSize(4).map(items -> {
                    ArrayNode array = Json.array();
                    items.forEach(array::add);
                    return array;
                }));
    }

    private static Arbitrary<ObjectNode> objects() {
        return Arbitraries.maps(Arbitraries.strings().ofMaxLength(5).filter(FormatTest::isWhole), scalars())
                .ofMaxSize(4)
                .map(fields -> {
                    ObjectNode object = Json.object();
                    fields.forEach(object::set);
                    return object;
                });
    }

    /** Nodes as a parser makes them: an int where it fits, a double where its digits are the number's. */
    private static Arbitrary<JsonNode> scalars() {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return Arbitraries.oneOf(
                texts().map(nodes::textNode),
                Arbitraries.integers().map(nodes::numberNode),
                Arbitraries.longs().greaterOrEqual(1L + Integer.MAX_VALUE).map(nodes::numberNode),
                Arbitraries.bigIntegers()
                        .between(BigInteger.TWO.pow(70), BigInteger.TWO.pow(200))
                        .map(nodes::numberNode),
                Arbitraries.doubles().map(nodes::numberNode),
                Arbitraries.bigDecimals()
                        .ofScale(25)
                        .filter(value -> !isDouble(value))
                        .map(nodes::numberNode),
                Arbitraries.of(nodes.booleanNode(true), nodes.booleanNode(false), nodes.nullNode()));
    }

    private static boolean isDouble(BigDecimal value) {
        return BigDecimal.valueOf(value.doubleValue()).equals(value);
    }

    /** Any chars, half surrogate pairs and control characters included. */
    private static Arbitrary<String> texts() {
        return Arbitraries.strings().all().ofMaxLength(12);
    }

    private static boolean isWhole(String text) {
        return text.codePoints().noneMatch(c -> c >= 0xd800 && c <= 0xdfff);
    }
}
