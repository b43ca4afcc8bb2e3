package dev.mimo.session;

import dev.mimo.model.Cut;
import java.util.List;

/** A piece of a message that shows why it was found. */
public final class Excerpt {

    /** Characters at most. */
    public static final int LENGTH = 500;

    /** Characters within which terms are taken to be said together. */
    private static final int TOGETHER = 200;

    private static final int BEFORE = 160;
    private static final String CUT = "…";

    private Excerpt() {}

    /**
     * Of what a message says, the part that has most of the terms, cut to what stands around them: where they stand nearest to
     * each other, else around the longest. On one line; the beginning when none is seen.
     *
     * @param said not empty
     */
    public static Utterance of(List<Utterance> said, List<SearchTerms.Term> terms) {
        Utterance best = said.get(0);
        int most = 0;
        for (Utterance utterance : said) {
            String folded = lower(utterance.text());
            int seen = (int)
                    terms.stream().filter(term -> position(folded, term) >= 0).count();
            if (seen > most) {
                most = seen;
                best = utterance;
            }
        }
        return new Utterance(best.source(), of(best.text(), terms));
    }

    /**
     * Whether a message has all terms so near to each other that it speaks of them together: within {@value #TOGETHER}
     * characters, a sentence or two. A long message may have all words of a query, each where something else is said.
     */
    public static boolean isTogether(List<Utterance> said, List<SearchTerms.Term> terms) {
        return terms.size() < 2
                || said.stream().anyMatch(utterance -> {
                    TermSpan span = TermSpan.find(lower(utterance.text()), terms);
                    return span != null && span.length() <= TOGETHER;
                });
    }

    private static String of(String text, List<SearchTerms.Term> terms) {
        String folded = lower(text);
        TermSpan span = terms.size() < 2 ? null : TermSpan.find(folded, terms);
        if (span != null && span.length() <= TOGETHER) {
            return around(text, span.start());
        }
        int found = 0;
        int longest = 0;
        for (SearchTerms.Term term : terms) {
            int at = position(folded, term);
            if (at >= 0 && term.typed().length() > longest) {
                found = at;
                longest = term.typed().length();
            }
        }
        return around(text, found);
    }

    private static int position(String folded, SearchTerms.Term term) {
        int at = folded.indexOf(term.typed());
        return at >= 0 ? at : folded.indexOf(term.words().get(0));
    }

    private static String around(String text, int at) {
        int start = at <= BEFORE ? 0 : Cut.at(text, at - BEFORE);
        int most = LENGTH - 2 * CUT.length();
        int end = text.length() - start <= most ? text.length() : Cut.at(text, start + most);
        String piece = text.substring(start, end).strip().replaceAll("[\\s\\p{Cntrl}]+", " ");
        return (start == 0 ? "" : CUT) + piece + (end == text.length() ? "" : CUT);
    }

    /** In lower case, letter for letter, so that places stay what they are. */
    private static String lower(String text) {
        char[] letters = text.toCharArray();
        for (int i = 0; i < letters.length; i++) {
            letters[i] = Character.toLowerCase(letters[i]);
        }
        return new String(letters);
    }
}
