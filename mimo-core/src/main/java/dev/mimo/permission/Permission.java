package dev.mimo.permission;

/** The answer to "may this call run". */
public sealed interface Permission {

    /** Why, for people and for the model. */
    String reason();

    /** It may. */
    record Allow(String reason) implements Permission {}

    /** A person decides; no person means no. */
    record Ask(String reason) implements Permission {}

    /** It may not, whoever is asked. */
    record Deny(String reason) implements Permission {}

    /** The stricter of two: deny before ask before allow; the first of equals. */
    static Permission strictest(Permission a, Permission b) {
        return rank(b) > rank(a) ? b : a;
    }

    private static int rank(Permission permission) {
        return permission instanceof Deny ? 2 : permission instanceof Ask ? 1 : 0;
    }
}
