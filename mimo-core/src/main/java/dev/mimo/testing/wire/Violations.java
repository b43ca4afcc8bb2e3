package dev.mimo.testing.wire;

import dev.mimo.testing.wire.Violation.Rule;
import java.util.ArrayList;
import java.util.List;

/** What was found so far. Confined to one thread. */
final class Violations {

    private final List<Violation> all = new ArrayList<>();

    void add(Rule rule, String where, String words) {
        all.add(new Violation(rule, where, words));
    }

    /** Notes it unless the condition holds. */
    void unless(boolean fine, Rule rule, String where, String words) {
        if (!fine) {
            add(rule, where, words);
        }
    }

    List<Violation> all() {
        return List.copyOf(all);
    }
}
