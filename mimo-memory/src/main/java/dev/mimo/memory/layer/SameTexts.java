package dev.mimo.memory.layer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Leads from a text to one before it that says the same, among many; {@link Words} tells what is the same. Confined to one thread. */
final class SameTexts {

    private final List<String> texts;
    private final List<String> normal;
    private final Map<String, Integer> exact = new HashMap<>();
    private final RareWords rare;

    SameTexts(List<String> texts) {
        this.texts = List.copyOf(texts);
        normal = texts.stream().map(Words::normal).toList();
        rare = new RareWords(texts.stream().map(Words::of).toList());
    }

    /** From now on others may be led to this text. */
    void add(int text) {
        exact.putIfAbsent(normal.get(text), text);
        rare.add(text);
    }

    /** The one with the same words, else one that says nearly the same; null when there is none. */
    @Nullable
    Integer find(int text) {
        Integer same = exact.get(normal.get(text));
        if (same != null) {
            return same;
        }
        for (int other : rare.alike(text)) {
            if (Words.sayTheSame(texts.get(other), texts.get(text))) {
                return other;
            }
        }
        return null;
    }
}
