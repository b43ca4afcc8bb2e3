package dev.mimo.permission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.tool.Action;
import dev.mimo.tool.Effect;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressPatternTest {

    @ParameterizedTest
    @CsvSource({
        "example.com, https://example.com/a, true",
        "*.example.com, https://docs.example.com/a, true",
        "*.example.com, https://evil.test/a.example.com, false",
        "*.example.com, https://evil.test/?.example.com, false",
        "https://*.example.com/*, https://evil.test/x.example.com/y, false",
        "https://*.example.com/*, https://a.example.com/x?y, true",
        "https://example.com, https://example.com/x, true",
        "https://example.com/docs/*, https://example.com/src/, false",
        "http://example.com/*, https://example.com/, false",
        "https://example.com/*, https://example.com:8443/x, true",
        "*, https://example.com/, true"
    })
    void a_star_stays_within_host_or_path(String pattern, String address, boolean allowed) {
        Permission permission = Permissions.askBeforeChange()
                .allow("webfetch", pattern)
                .decide(Action.of("webfetch", address, Effect.NETWORK), null, Set.of());

        assertThat(permission instanceof Permission.Allow).isEqualTo(allowed);
    }
}
