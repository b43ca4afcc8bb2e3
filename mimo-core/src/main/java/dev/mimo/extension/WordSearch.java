package dev.mimo.extension;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Finds texts by words, best first: BM25 (Robertson and Zaragoza, 2009) with its usual {@code k1 = 1.5, b = 0.75}.
 * Immutable.
 */
final class WordSearch {

    private static final double K1 = 1.5;
    private static final double B = 0.75;
    /** Chinese, Japanese and Korean are written without spaces, so each of their characters is a word. */
    private static final Pattern WORD =
            Pattern.compile("[\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\p{IsHangul}]|[\\p{L}\\p{N}&&[^\\p{IsHan}"
                    + "\\p{IsHiragana}\\p{IsKatakana}\\p{IsHangul}]]+");

    private final List<Map<String, Integer>> texts = new ArrayList<>();
    private final Map<String, Integer> textsWith = new HashMap<>();
    private final double meanLength;

    WordSearch(List<String> given) {
        int words = 0;
        for (String text : given) {
            Map<String, Integer> counts = new HashMap<>();
            for (String word : words(text)) {
                counts.merge(word, 1, Integer::sum);
                words++;
            }
            counts.keySet().forEach(word -> textsWith.merge(word, 1, Integer::sum));
            texts.add(counts);
        }
        meanLength = Math.max(1, words / (double) Math.max(1, given.size()));
    }

    /** The numbers of at most {@code most} texts that have one of the words. */
    List<Integer> find(String query, int most) {
        List<String> words = words(query).stream().distinct().toList();
        double[] scores = new double[texts.size()];
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            scores[i] = score(words, texts.get(i));
            if (scores[i] > 0) {
                found.add(i);
            }
        }
        found.sort(Comparator.comparingDouble((Integer i) -> scores[i]).reversed());
        return found.subList(0, Math.min(most, found.size()));
    }

    private double score(List<String> words, Map<String, Integer> text) {
        int length = text.values().stream().mapToInt(Integer::intValue).sum();
        double score = 0;
        for (String word : words) {
            int count = text.getOrDefault(word, 0);
            int with = textsWith.getOrDefault(word, 0);
            double rarity = Math.log(1 + (texts.size() - with + 0.5) / (with + 0.5));
            score += rarity * count * (K1 + 1) / (count + K1 * (1 - B + B * length / meanLength));
        }
        return score;
    }

    private static List<String> words(String text) {
        return WORD.matcher(text.toLowerCase(Locale.ROOT))
                .results()
                .map(match -> stem(match.group()))
                .toList();
    }

    /** A plural is found by its singular and the other way round. */
    private static String stem(String word) {
        return word.length() > 3 && word.endsWith("s") && !word.endsWith("ss")
                ? word.substring(0, word.length() - 1)
                : word;
    }
}
