package dev.mimo.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.model.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaStubTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"const\":null,\"enum\":[1]}|null",
                "{\"const\":{\"a\":1}}|{\"a\":1}",
                "{\"enum\":[\"b\",\"a\"],\"anyOf\":[{\"type\":\"boolean\"}]}|\"b\"",
                "{\"type\":\"string\",\"anyOf\":[{\"type\":\"boolean\"},{\"type\":\"null\"}]}|true",
                "{\"oneOf\":[{\"const\":2}]}|2",
                "{\"allOf\":[{\"type\":\"array\"},{\"minItems\":9}]}|[\"stub-7-1\",\"stub-7-1\"]",
                "{\"type\":\"string\",\"pattern\":\"^x$\"}|\"stub-7-0\"",
                "{}|\"stub-7-0\"",
                "true|\"stub-7-0\"",
                "{\"type\":\"integer\",\"minimum\":5}|5",
                "{\"type\":\"number\",\"minimum\":0.5,\"maximum\":1}|0.5",
                "{\"type\":\"number\",\"exclusiveMinimum\":3}|1",
                "{\"type\":\"integer\",\"minimum\":0}|0",
                "{\"type\":\"boolean\"}|true",
                "{\"type\":\"null\"}|null",
                "{\"type\":[\"null\",\"string\"]}|null",
                "{\"type\":[\"string\",\"null\"]}|\"stub-7-0\"",
                "{\"type\":\"array\",\"items\":{\"type\":\"integer\"}}|[1,1]",
                "{\"type\":\"array\",\"minItems\":3,\"items\":{\"type\":\"integer\"}}|[1,1,1]",
                "{\"type\":\"array\",\"minItems\":3,\"maxItems\":1,\"items\":{\"type\":\"integer\"}}|[1]",
                "{\"type\":\"array\",\"maxItems\":0}|[]",
                "{\"items\":{\"type\":\"boolean\"}}|[true,true]",
                "{\"type\":\"array\",\"items\":[{\"type\":\"integer\"},{\"type\":\"null\"}]}|[1,null]",
                "{\"type\":\"object\"}|{}",
                "{\"properties\":{\"b\":{},\"a\":{\"type\":\"boolean\"}},\"required\":[\"a\"]}|{\"b\":\"stub-7-1\",\"a\":true}",
                "{\"type\":\"object\",\"properties\":{\"list\":{\"type\":\"array\",\"items\":{\"type\":\"object\","
                        + "\"properties\":{\"name\":{\"type\":\"string\"}}}}}}"
                        + "|{\"list\":[{\"name\":\"stub-7-3\"},{\"name\":\"stub-7-3\"}]}",
            })
    void a_stub_has_the_shape_of_its_schema(String schema, String value) {
        assertThat(SchemaStub.of(Json.read(schema), 7)).isEqualTo(Json.read(value));
    }
}
