package dev.mimo.memory.layer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Leads from a text to those before it that share enough words with it, without comparing each with each.
 *
 * <p>Words are numbered, the rarest first. Two texts that share enough words share one of the rarest of each, and if it is not
 * among the first of both, enough must follow it in both: the prefix filter of Chaudhuri, Ganti and Kaushik, "A primitive
 * operator for similarity joins" (2006), and the positional filter of Xiao, Wang, Lin and Yu, "Efficient similarity joins
 * for near duplicate detection" (2008). Confined to one thread.
 */
final class RareWords {

    /** Of two sets whose overlap is {@link Words#ALIKE} the smaller one has at least this part of the larger one's words. */
    private static final double SHARED = Words.ALIKE / (2 - Words.ALIKE);

    /** A word that leads to more texts leads to the last of them: it tells nothing, and each would be compared with all. */
    private static final int MOST_COMPARED = 64;

    private static final double ROUNDING = 1e-9;

    private final int[][] texts;
    private final Map<Integer, List<Place>> places = new HashMap<>();

    /** Where a word stands in a text. */
    private record Place(int text, int at) {}

    RareWords(List<Set<String>> words) {
        Map<String, Integer> frequency = new HashMap<>();
        words.forEach(own -> own.forEach(word -> frequency.merge(word, 1, Integer::sum)));
        List<String> ordered = new ArrayList<>(frequency.keySet());
        ordered.sort(Comparator.comparing((String word) -> frequency.getOrDefault(word, 0))
                .thenComparing(Comparator.naturalOrder()));
        Map<String, Integer> numbers = new HashMap<>();
        ordered.forEach(word -> numbers.put(word, numbers.size()));
        texts = words.stream()
                .map(own -> own.stream()
                        .mapToInt(word -> numbers.getOrDefault(word, -1))
                        .sorted()
                        .toArray())
                .toArray(int[][]::new);
    }

    /** From now on others may be led to this text. */
    void add(int text) {
        int[] words = texts[text];
        for (int at = 0; at < prefix(words); at++) {
            places.computeIfAbsent(words[at], none -> new ArrayList<>()).add(new Place(text, at));
        }
    }

    /** Those added that share enough words with {@code text}. */
    List<Integer> alike(int text) {
        int[] words = texts[text];
        Set<Integer> candidates = new LinkedHashSet<>();
        for (int at = 0; at < prefix(words); at++) {
            List<Place> there = places.getOrDefault(words[at], List.of());
            for (Place place : there.subList(Math.max(0, there.size() - MOST_COMPARED), there.size())) {
                int[] other = texts[place.text];
                int atMost = Math.min(at, place.at) + 1 + Math.min(words.length - at, other.length - place.at) - 1;
                if (atMost >= needed(words, other)) {
                    candidates.add(place.text);
                }
            }
        }
        candidates.removeIf(candidate -> shared(words, texts[candidate]) < needed(words, texts[candidate]));
        return List.copyOf(candidates);
    }

    private static int prefix(int[] words) {
        return words.length == 0 ? 0 : words.length - (int) Math.ceil(words.length * SHARED - ROUNDING) + 1;
    }

    /** How many words both must have in common. */
    private static int needed(int[] one, int[] other) {
        return (int) Math.ceil(Words.ALIKE * (one.length + other.length) / 2 - ROUNDING);
    }

    private static int shared(int[] one, int[] other) {
        int shared = 0;
        for (int i = 0, j = 0; i < one.length && j < other.length; ) {
            int order = Integer.compare(one[i], other[j]);
            shared += order == 0 ? 1 : 0;
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
        return shared;
    }
}
