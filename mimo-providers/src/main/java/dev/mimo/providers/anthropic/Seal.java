package dev.mimo.providers.anthropic;

import dev.mimo.model.Json;
import dev.mimo.model.ProviderData;
import org.jspecify.annotations.Nullable;

/**
 * What a provider adds to thinking so that it knows it again, as it is kept with the thinking: a signature beside the text, or
 * the sealed whole in place of a text.
 */
final class Seal {

    private static final String SIGNATURE = "signature";
    private static final String DATA = "data";

    private Seal() {}

    static ProviderData signature(String provider, String signature) {
        return new ProviderData(provider, Json.object().put(SIGNATURE, signature));
    }

    static ProviderData redacted(String provider, String data) {
        return new ProviderData(provider, Json.object().put(DATA, data));
    }

    /** Null when there is none. */
    static @Nullable String findSignature(@Nullable ProviderData seal) {
        return find(seal, SIGNATURE);
    }

    /** The sealed whole; null when there is none. */
    static @Nullable String findRedacted(@Nullable ProviderData seal) {
        return find(seal, DATA);
    }

    static boolean isSealed(ProviderData seal) {
        return findSignature(seal) != null || findRedacted(seal) != null;
    }

    private static @Nullable String find(@Nullable ProviderData seal, String field) {
        String value = seal == null ? "" : seal.data().path(field).asText("");
        return value.isEmpty() ? null : value;
    }
}
