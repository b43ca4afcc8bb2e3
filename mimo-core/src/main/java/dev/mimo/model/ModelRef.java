package dev.mimo.model;

/**
 * Names a model: {@code provider:name}.
 *
 * @param provider the prefix, such as {@code anthropic}; no colon, not blank
 * @param name what the provider calls it; may itself hold colons and slashes; not blank
 */
public record ModelRef(String provider, String name) {

    public ModelRef {
        if (provider.isBlank() || provider.indexOf(':') >= 0 || name.isBlank()) {
            throw new IllegalArgumentException("a model is named provider:name, not \"" + provider + ":" + name + "\"");
        }
    }

    public static ModelRef of(String provider, String name) {
        return new ModelRef(provider, name);
    }

    /** Reads {@code provider:name}; everything after the first colon is the name. */
    public static ModelRef parse(String spec) {
        int colon = spec.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("a model is named provider:name, not \"" + spec + "\"");
        }
        return new ModelRef(spec.substring(0, colon), spec.substring(colon + 1));
    }

    @Override
    public String toString() {
        return provider + ":" + name;
    }
}
