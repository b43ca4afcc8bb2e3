package dev.mimo.providers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import java.io.ByteArrayInputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class AnswerTableTest {

    @TestFactory
    Stream<DynamicTest> an_answer_of_chat_completions_says_what_the_table_says() {
        return tests(Dialect.OPENAI_CHAT);
    }

    @TestFactory
    Stream<DynamicTest> an_answer_of_messages_says_what_the_table_says() {
        return tests(Dialect.ANTHROPIC);
    }

    @TestFactory
    Stream<DynamicTest> an_answer_of_responses_says_what_the_table_says() {
        return tests(Dialect.OPENAI_RESPONSES);
    }

    @Test
    void each_name_stands_once() {
        for (Dialect dialect : Dialect.values()) {
            Set<String> names = new HashSet<>();
            for (AnswerTable.Case each : AnswerTable.cases(dialect)) {
                assertThat(names.add(each.name())).as(each.name()).isTrue();
            }
        }
    }

    private static Stream<DynamicTest> tests(Dialect dialect) {
        List<AnswerTable.Case> cases = AnswerTable.cases(dialect);
        assertThat(cases).hasSizeGreaterThan(20);
        return cases.stream().map(each -> DynamicTest.dynamicTest(each.name(), () -> check(each)));
    }

    private static void check(AnswerTable.Case each) {
        byte[] body = each.body();

        ObjectNode whole = json(each.decode(new ByteArrayInputStream(body)));
        ObjectNode byByte = json(each.decode(new ByteByByte(body)));

        assertThat(byByte).isEqualTo(whole);
        ObjectNode expected = each.expected();
        checkError(whole.remove("error"), expected.remove("error"));
        assertThat(whole).isEqualTo(expected);
    }

    /** Read back from text, so that numbers have the type that a reader gives them. */
    private static ObjectNode json(DecodedAnswer answer) {
        return Json.readObject(Json.write(answer.toJson()));
    }

    private static void checkError(JsonNode error, JsonNode expected) {
        assertThat(error.isNull()).as("%s", error).isEqualTo(expected.isNull());
        expected.properties().forEach(field -> {
            String name = field.getKey();
            if (name.equals("message")) {
                assertThat(error.path(name).asText()).contains(field.getValue().asText());
            } else {
                assertThat(error.path(name)).as(name).isEqualTo(field.getValue());
            }
        });
    }

    /** Gives one byte a read, as a slow connection does. */
    private static final class ByteByByte extends ByteArrayInputStream {

        ByteByByte(byte[] bytes) {
            super(bytes);
        }

        @Override
        public synchronized int read(byte[] to, int offset, int length) {
            return super.read(to, offset, Math.min(length, 1));
        }
    }
}
