package dev.mimo.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {

    private static final Redactor REDACTOR = Redactor.standard();

    /** Put together here, so that no scanner takes this file for a leak. */
    private static final String LETTERS = "Abc1Def2Ghi3Jkl4Mno5Pqr6Stu7Vwx8Yz90";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sk-",
                "sk-ant-api03-",
                "sk-proj-",
                "sk_live_",
                "AIza",
                "ghp_",
                "github_pat_",
                "glpat-",
                "xoxb-",
                "hf_",
                "gsk_",
                "xai-"
            })
    void a_key_of_a_known_shape_is_taken_out(String prefix) {
        String key = prefix + LETTERS;

        assertThat(REDACTOR.redact("use " + key + ", please")).isEqualTo("use [redacted], please");
        assertThat(REDACTOR.redact("KEY=" + key)).doesNotContain(LETTERS);
    }

    @Test
    void the_value_of_authorization_is_taken_out_and_its_scheme_stays() {
        assertThat(REDACTOR.redact("Authorization: Bearer abc.def")).isEqualTo("Authorization: Bearer [redacted]");
        assertThat(REDACTOR.redact("curl -H \"authorization: Basic dTpw\" x"))
                .isEqualTo("curl -H \"authorization: Basic [redacted]\" x");
        assertThat(REDACTOR.redact("{\\\"Authorization\\\": \\\"Bearer abc\\\"}"))
                .doesNotContain("abc");
        assertThat(REDACTOR.redact("Proxy-Authorization: abc")).isEqualTo("Proxy-Authorization: [redacted]");
    }

    @Test
    void a_password_in_a_url_is_taken_out() {
        assertThat(REDACTOR.redact("postgres://app:hunter2@db:5432/x"))
                .isEqualTo("postgres://app:[redacted]@db:5432/x");
        assertThat(REDACTOR.redact("redis://:hunter2@db")).isEqualTo("redis://:[redacted]@db");
    }

    @Test
    void a_private_key_is_taken_out_also_when_its_end_is_missing() {
        String begin = "-----BEGIN RSA PRIVATE KEY-----\nMIIE";

        assertThat(REDACTOR.redact("a\n" + begin + "\n-----END RSA PRIVATE KEY-----\nb"))
                .isEqualTo("a\n[redacted]\nb");
        assertThat(REDACTOR.redact(begin + "\nabc")).isEqualTo("[redacted]");
    }

    @Test
    void what_only_speaks_of_secrets_stays() {
        for (String text : new String[] {
            "password: required",
            "String apiKey = System.getenv(\"KEY\");",
            "Authorization: Bearer ${TOKEN}",
            "http://localhost:8080/a@b",
            "mailto:someone@example.com",
            "git@github.com:owner/name.git",
            "task-list-of-things-to-do-today",
            "-----BEGIN PUBLIC KEY-----"
        }) {
            assertThat(REDACTOR.redact(text)).isEqualTo(text);
        }
    }

    @Test
    void in_json_a_name_can_tell_that_its_value_is_a_secret() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("password", "hunter2").put("user", "ann");
        json.putArray("urls").add("https://u:p@host/");

        assertThat(REDACTOR.redact(json))
                .hasToString(
                        "{\"password\":\"[redacted]\",\"user\":\"ann\",\"urls\":[\"https://u:[redacted]@host/\"]}");
        assertThat(REDACTOR.redact(json.toString())).doesNotContain("hunter2");
    }

    @Test
    void a_secret_that_was_named_is_taken_out_wherever_it_stands() {
        Redactor named = REDACTOR.hiding("blue").hiding("blueberry");

        assertThat(named.redact("xblueberryx blue")).isEqualTo("x[redacted]x [redacted]");
        assertThatThrownBy(() -> REDACTOR.hiding("abc")).isInstanceOf(IllegalArgumentException.class);
    }

    @Property(tries = 300)
    void redacting_twice_is_redacting_once(@ForAll String noise, @ForAll("pieces") String text) {
        String once = REDACTOR.redact(noise + text);

        assertThat(REDACTOR.redact(once)).isEqualTo(once);
    }

    @Provide
    Arbitrary<String> pieces() {
        return Arbitraries.of(
                        "Authorization",
                        ": ",
                        "=",
                        "Bearer ",
                        "basic ",
                        "\"",
                        "\\",
                        "'",
                        "password",
                        "api_key",
                        "://",
                        "u:p@",
                        "https",
                        "sk-",
                        LETTERS,
                        "eyJ",
                        ".",
                        " ",
                        "\n",
                        "[redacted]",
                        "token",
                        "x",
                        "$",
                        "1")
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }
}
