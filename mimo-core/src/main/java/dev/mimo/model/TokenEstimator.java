package dev.mimo.model;

/** Guesses how many tokens a text takes, for planning before a provider has counted. Safe for use by several threads. */
@FunctionalInterface
public interface TokenEstimator {

    /** A guess of at least 0, never far below the truth; constant time per character. */
    long estimate(CharSequence text);

    /** What a prompt takes; looks at every character of it, so not for each step. A picture counts as 1,500. */
    default long estimate(Prompt prompt) {
        return PromptSize.of(prompt, this);
    }

    /**
     * By script: 4 characters of Latin text a token, 1 of Chinese, Japanese or Korean, 2 of any other. Measured
     * tokenizers give 3.5 to 4.5 for English and code, and 0.6 to 1.1 tokens a CJK character.
     */
    static TokenEstimator byScript() {
        return text -> {
            long quarters = 0;
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                quarters += c < 0x250 ? 1 : isCjk(c) ? 4 : 2;
            }
            return (quarters + 3) / 4;
        };
    }

    private static boolean isCjk(char c) {
        return (c >= 0x2E80 && c <= 0x9FFF)
                || (c >= 0xAC00 && c <= 0xD7AF)
                || (c >= 0xF900 && c <= 0xFAFF)
                || (c >= 0xFF00 && c <= 0xFFEF);
    }
}
