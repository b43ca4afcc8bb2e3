package dev.mimo.memory.sqlite;

import dev.mimo.model.Cut;
import dev.mimo.session.Entry;
import dev.mimo.session.SearchText;
import dev.mimo.session.Utterance;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A part of what an entry says, short enough that words in it have to do with each other. Mostly all of it.
 *
 * @param said not empty; {@link #LENGTH} characters together at most
 */
record Chunk(List<Utterance> said) {

    static final int LENGTH = 4_000;

    /** What a part repeats of the one before, so that a name is whole in one of them. */
    static final int OVERLAP = 200;

    /** The parts, in order; the same whenever an entry is taken apart. */
    static List<Chunk> of(Entry entry) {
        List<Chunk> chunks = new ArrayList<>();
        List<Utterance> open = new ArrayList<>();
        int length = 0;
        for (Utterance utterance : Utterance.of(entry)) {
            for (Utterance piece : pieces(utterance)) {
                if (length + piece.text().length() > LENGTH && !open.isEmpty()) {
                    chunks.add(new Chunk(List.copyOf(open)));
                    open.clear();
                    length = 0;
                }
                open.add(piece);
                length += piece.text().length();
            }
        }
        if (!open.isEmpty()) {
            chunks.add(new Chunk(List.copyOf(open)));
        }
        return chunks;
    }

    private static List<Utterance> pieces(Utterance whole) {
        String text = whole.text();
        if (text.length() <= LENGTH) {
            return List.of(whole);
        }
        List<Utterance> pieces = new ArrayList<>();
        for (int start = 0; ; start = Cut.at(text, start + LENGTH - OVERLAP)) {
            int end = text.length() - start <= LENGTH ? text.length() : Cut.at(text, start + LENGTH);
            pieces.add(new Utterance(whole.source(), text.substring(start, end)));
            if (end == text.length()) {
                return pieces;
            }
        }
    }

    /** The words, as the index takes them. */
    String words() {
        StringBuilder words = new StringBuilder(LENGTH);
        for (Utterance utterance : said) {
            for (String word : SearchText.words(utterance.text())) {
                words.append(word).append(' ');
            }
        }
        return words.toString();
    }

    Set<String> literals() {
        Set<String> literals = new LinkedHashSet<>();
        said.forEach(utterance -> literals.addAll(SearchText.literals(utterance.text())));
        return literals;
    }
}
