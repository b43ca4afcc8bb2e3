package dev.mimo.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordSchemaTest {

    enum Size {
        SMALL,
        LARGE
    }

    @Doc("An order")
    record Order(
            @Doc("Who orders") String customer,
            List<Line> lines,
            @Nullable Size size,
            Map<String, Integer> counts,
            @Doc(value = "What it was before", name = "new") boolean fresh) {}

    record Line(String name, BigDecimal price) {
        Line {
            if (price.signum() < 0) {
                throw new IllegalArgumentException("a price is not negative: " + price);
            }
        }
    }

    record Numbers(
            byte b,
            short s,
            int i,
            long l,
            float f,
            double d,
            BigInteger big,
            char c,
            @Nullable Integer boxed) {}

    record Times(Instant at, LocalDate day, Duration pause) {}

    record Free(JsonNode any, ObjectNode object, Set<String> names) {}

    sealed interface Figure permits Circle, Box {}

    record Circle(double radius) implements Figure {}

    record Box(int width, @Nullable Integer height) implements Figure {}

    record Drawing(List<Figure> figures) {}

    record Node(String name, Branch branch) {}

    record Branch(List<Node> nodes) {}

    record WithOptional(Optional<String> name) {}

    record WithArray(String[] names) {}

    record WithObject(Object thing) {}

    record NullablePrimitive(@Nullable int count) {}

    record Generic<T>(T value) {}

    record OddKeys(Map<Integer, String> byNumber) {}

    sealed interface Tagged permits Clash {}

    record Clash(String type) implements Tagged {}

    record HoldsTagged(Tagged tagged) {}

    record Text(String text) {}

    record Flag(boolean flag) {}

    record Empty() {}

    @Test
    void a_record_is_described_in_the_order_of_its_components() {
        assertThat(Json.write(RecordSchema.of(Order.class)))
                .isEqualTo("{'type':'object','description':'An order','properties':{".replace('\'', '"')
                        + ("'customer':{'type':'string','description':'Who orders'},"
                                        + "'lines':{'type':'array','items':{'type':'object','properties':{"
                                        + "'name':{'type':'string'},'price':{'type':'number'}},"
                                        + "'required':['name','price'],'additionalProperties':false}},"
                                        + "'size':{'type':'string','enum':['SMALL','LARGE']},"
                                        + "'counts':{'type':'object','additionalProperties':{'type':'integer'}},"
                                        + "'new':{'type':'boolean','description':'What it was before'}},"
                                        + "'required':['customer','lines','counts','new'],"
                                        + "'additionalProperties':false}")
                                .replace('\'', '"'));
    }

    @Test
    void a_whole_order_binds() {
        assertThat(bind(
                        "{'customer':'Ann','lines':[{'name':'tea','price':2.50}],'size':'LARGE','counts':{'a':1},'new':true}",
                        Order.class))
                .isEqualTo(new Order(
                        "Ann", List.of(new Line("tea", new BigDecimal("2.5"))), Size.LARGE, Map.of("a", 1), true));
    }

    @Test
    void what_is_nullable_may_be_left_out_or_null() {
        assertThat(bind("{'customer':'Ann','lines':[],'counts':{},'new':false}", Order.class)
                        .size())
                .isNull();
        assertThat(bind("{'customer':'Ann','lines':[],'counts':{},'new':false,'size':null}", Order.class)
                        .size())
                .isNull();
    }

    @Test
    void what_does_not_fit_is_told_with_its_place() {
        refused("{'customer':1,'lines':[],'counts':{},'new':true}", Order.class, "customer must be a string, not 1");
        refused("{'customer':'A','counts':{},'new':true,'lines':null}", Order.class, "missing or null: lines");
        refused("{}", Order.class, "missing or null: customer, lines, counts, new");
        refused("{'text':'a','tex':1}", Text.class, "unknown field \"tex\"; known are text");
        refused("{'a':1}", Empty.class, "unknown field \"a\"; there are none");
        refused(
                "{'customer':'A','lines':[{'name':'a','price':'much'}],'counts':{},'new':true}",
                Order.class,
                "lines[0].price must be a number, not \"much\"");
        refused(
                "{'customer':'A','lines':[{'name':'a','price':-1}],'counts':{},'new':true}",
                Order.class,
                "lines[0] is refused: a price is not negative: -1");
        refused(
                "{'customer':'A','lines':[],'counts':{},'new':true,'size':'huge'}",
                Order.class,
                "size must be one of SMALL, LARGE, not \"huge\"");
        refused("{'customer':'A','lines':[],'counts':{'x':1.5},'new':true}", Order.class, "counts.x must be a whole");
        refused("{'text':['a']}", Text.class, "text must be a string, not a list");
    }

    @Test
    void numbers_out_of_range_are_refused_and_no_digit_is_dropped() {
        String numbers = "{'b':1,'s':2,'i':%s,'l':4,'f':0.5,'d':%s,'big':123456789012345678901234567890,'c':'x'}";
        assertThat(bind(numbers.formatted("3.0", "1e3"), Numbers.class))
                .isEqualTo(new Numbers(
                        (byte) 1,
                        (short) 2,
                        3,
                        4,
                        0.5f,
                        1000,
                        new BigInteger("123456789012345678901234567890"),
                        'x',
                        null));
        refused(numbers.formatted("2147483648", "1"), Numbers.class, "i must be a whole number of 32 bits");
        refused(numbers.formatted("1e300", "1"), Numbers.class, "i must be a whole number of 32 bits");
        refused(numbers.formatted("1.5", "1"), Numbers.class, "i must be a whole number of 32 bits");
        refused(numbers.formatted("1", "'1e999'"), Numbers.class, "d must be a number");
        refused(numbers.formatted("true", "1"), Numbers.class, "i must be a whole number of 32 bits, not true");
    }

    @Test
    void quoted_numbers_booleans_lists_and_objects_count_but_nothing_becomes_a_string() {
        assertThat(bind("{'customer':'5','lines':'[]','counts':'{\\'a\\':\\'7\\'}','new':'true'}", Order.class))
                .isEqualTo(new Order("5", List.of(), null, Map.of("a", 7), true));
        refused("{'flag':'yes'}", Flag.class, "flag must be true or false, not \"yes\"");
        refused("{'flag':'true false'}", Flag.class, "flag must be true or false");
        refused("{'text':true}", Text.class, "text must be a string, not true");
        refused("{'text':{}}", Text.class, "text must be a string, not an object");
    }

    @Test
    void times_are_iso_texts() {
        assertThat(bind("{'at':'2026-01-31T12:00:00+02:00','day':'2026-02-28','pause':'PT90S'}", Times.class))
                .isEqualTo(new Times(
                        Instant.parse("2026-01-31T10:00:00Z"), LocalDate.of(2026, 2, 28), Duration.ofSeconds(90)));
        refused(
                "{'at':'2026-01-31T12:00:00Z','day':'2026-02-30','pause':'PT1S'}",
                Times.class,
                "day must be a date such as 2026-01-31, not \"2026-02-30\"");
        refused("{'at':12,'day':'2026-02-28','pause':'PT1S'}", Times.class, "at must be a date-time");
    }

    @Test
    void json_stays_as_it_came_and_sets_keep_their_order() {
        Free free = bind("{'any':'5','object':{'x':null},'names':['b','a','b']}", Free.class);
        assertThat(free.any().isTextual()).isTrue();
        assertThat(free.object().get("x").isNull()).isTrue();
        assertThat(free.names()).containsExactly("b", "a");
        assertThat(bind("{'any':null,'object':{},'names':[]}", Free.class).any().isNull())
                .isTrue();
        refused("{'object':{},'names':[]}", Free.class, "missing or null: any");
    }

    @Test
    void a_sealed_interface_of_records_is_told_apart_by_type() {
        assertThat(bind("{'figures':[{'type':'Box','width':2},{'type':'Circle','radius':1}]}", Drawing.class))
                .isEqualTo(new Drawing(List.of(new Box(2, null), new Circle(1))));
        assertThat(Json.write(RecordSchema.of(Drawing.class).at("/properties/figures/items/anyOf/1")))
                .isEqualTo(("{'type':'object','properties':{'type':{'type':'string','const':'Box'},"
                                + "'width':{'type':'integer'},'height':{'type':'integer'}},"
                                + "'required':['type','width'],'additionalProperties':false}")
                        .replace('\'', '"'));
        refused("{'figures':[{'type':'Line'}]}", Drawing.class, "figures[0].type must be one of Circle, Box");
        refused("{'figures':[{'width':1}]}", Drawing.class, "figures[0].type must be one of Circle, Box");
        refused(
                "{'figures':[{'type':'Circle','width':1}]}",
                Drawing.class,
                "unknown field \"figures[0].width\"; known are radius");
    }

    @Test
    void what_cannot_be_described_is_refused_with_its_place() {
        unsupported(Node.class, "Node.branch → Branch.nodes: Node holds itself");
        unsupported(WithOptional.class, "WithOptional.name: Optional is not supported; mark the type @Nullable");
        unsupported(WithArray.class, "WithArray.names: java.lang.String[] is not supported; supported are String");
        unsupported(WithObject.class, "WithObject.thing: java.lang.Object is not supported");
        unsupported(NullablePrimitive.class, "NullablePrimitive.count: a int is never absent");
        unsupported(Generic.class, "Generic.value: T is not supported");
        unsupported(OddKeys.class, "OddKeys.byNumber: java.util.Map<java.lang.Integer, java.lang.String> is not");
        unsupported(HoldsTagged.class, "Clash.type collides");
    }

    @Test
    void a_huge_exponent_does_not_fill_the_heap() {
        refused("{'customer':'A','lines':[],'counts':{'x':'1e999999999'},'new':true}", Order.class, "counts.x must be");
    }

    static <T extends Record> T bind(String json, Class<T> type) {
        return RecordSchema.bind(Json.readObject(quoted(json)), type);
    }

    private static String quoted(String json) {
        return Arrays.stream(json.split("\\\\'", -1))
                .map(part -> part.replace('\'', '"'))
                .reduce((a, b) -> a + "\\\"" + b)
                .orElseThrow();
    }

    private static void refused(String json, Class<? extends Record> type, String message) {
        assertThatThrownBy(() -> bind(json, type))
                .isInstanceOf(InvalidCall.class)
                .hasMessageStartingWith(message);
    }

    private static void unsupported(Class<? extends Record> type, String message) {
        assertThatThrownBy(() -> RecordSchema.of(type))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
