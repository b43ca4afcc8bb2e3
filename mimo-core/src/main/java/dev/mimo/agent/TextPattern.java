package dev.mimo.agent;

/*
 * A text repeats itself when its end is one piece over and over. Read backwards, that piece is a period of a prefix, and the
 * failure function of Knuth, Morris and Pratt (SIAM J. Comput. 6, 1977) gives the smallest period of every prefix in one
 * pass. The pass over the last 8,192 characters runs once in 1,024 new ones: eight comparisons for a character, however long
 * the text gets. The shorter the piece, the more often it must repeat, so that rulers, tables and padding pass.
 */

/** Finds text that repeats itself within one answer, in constant amortised time per character. Confined to one thread. */
public final class TextPattern {

    private static final int WINDOW = 8192;
    private static final int INTERVAL = 1024;

    private final char[] ring = new char[WINDOW];
    private final int[] failure = new int[WINDOW];
    private long length;
    private long nextCheck = INTERVAL;

    public TextPattern() {}

    /** Takes the next piece; true when the text so far ends in a circle. */
    public boolean add(CharSequence text) {
        boolean found = false;
        for (int i = 0; i < text.length(); i++) {
            ring[(int) (length++ % WINDOW)] = text.charAt(i);
            if (length >= nextCheck) {
                nextCheck = length + INTERVAL;
                found |= repeats();
            }
        }
        return found;
    }

    /** Forgets what came: another answer begins. */
    public void clear() {
        length = 0;
        nextCheck = INTERVAL;
    }

    private boolean repeats() {
        int size = (int) Math.min(length, WINDOW);
        failure[0] = 0;
        for (int i = 1, k = 0; i < size; i++) {
            while (k > 0 && back(i) != back(k)) {
                k = failure[k - 1];
            }
            if (back(i) == back(k)) {
                k++;
            }
            failure[i] = k;
            int period = i + 1 - k;
            if (k > 0 && (i + 1) / period >= needed(period)) {
                return true;
            }
        }
        return false;
    }

    private char back(int i) {
        return ring[(int) ((length - 1 - i) % WINDOW)];
    }

    /* Twice to seven times what was measured elsewhere to be rare in honest text, as a wrong alarm costs an answer. */
    private static int needed(int period) {
        if (period == 1) {
            return 4000;
        }
        if (period < 5) {
            return 400;
        }
        if (period < 15) {
            return 120;
        }
        if (period < 50) {
            return 40;
        }
        return period < 200 ? 16 : 8;
    }
}
