package dev.mimo.tool.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.tool.InvalidCall;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebAddressTest {

    @ParameterizedTest
    @CsvSource({
        "HTTP://Example.COM, http://example.com/",
        "https://example.com.:443/a?b#c, https://example.com/a?b",
        "https://example.com:8443/ä, https://example.com:8443/%C3%A4",
        "https://bücher.example/x, https://xn--bcher-kva.example/x",
        "http://[2001:DB8::1]:80/, http://[2001:db8::1]/",
        "http://example.com/a b, http://example.com/a%20b",
        "https://bücher.example:8443/x, https://xn--bcher-kva.example:8443/x",
        "https://example.com/a/../b/./c, https://example.com/b/c",
        "https://example.com/../../b, https://example.com/b",
        "https://example.com/.., https://example.com/",
        "http://１２７.0.0.1/, http://127.0.0.1/"
    })
    void has_one_spelling(String given, String one) {
        assertThat(WebAddress.of(given)).hasToString(one);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.com",
                "file:///etc/passwd",
                "ftp://example.com/",
                "javascript:alert(1)",
                "http://",
                "http:///x",
                "http://user@example.com/",
                "http://user:pass@example.com/",
                "http://exa%6dple.com/",
                "http://example.com:0/",
                "http://example.com:99999/",
                "http://example.com:99999999999/",
                "http://example.com/a/%2e%2e/b",
                "http://example.com/a/..%2fb",
                "http://example.com/a/.%2E%5cb",
                "http://a\nb/",
                "http://example.com/\r\nX: y",
                "http://a_b?@evil.example/",
                "jar:http://example.com!/x",
                "http:example.com"
            })
    void is_refused(String given) {
        assertThatThrownBy(() -> WebAddress.of(given)).isInstanceOf(InvalidCall.class);
    }
}
