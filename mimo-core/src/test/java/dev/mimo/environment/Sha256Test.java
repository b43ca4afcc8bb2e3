package dev.mimo.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The example of FIPS 180-4 for "abc". */
class Sha256Test {

    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void a_hash_has_64_digits() {
        assertThat(Sha256.hex("abc".getBytes(StandardCharsets.UTF_8))).isEqualTo(ABC);
    }

    @Test
    void fewer_digits_are_the_first_ones() {
        assertThat(Sha256.hex("abc", 24)).isEqualTo(ABC.substring(0, 24));
        assertThat(Sha256.hex("abc", 64)).isEqualTo(ABC);
        assertThat(Sha256.brief("abc")).isEqualTo("ba7816bf8f01");
    }

    @Test
    void more_digits_than_there_are_are_refused() {
        assertThatThrownBy(() -> Sha256.hex("abc", 65)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Sha256.hex("abc", 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
