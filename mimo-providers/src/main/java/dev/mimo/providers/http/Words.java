package dev.mimo.providers.http;

/** Makes a text from outside fit to be shown: no secret, no control character, not too long. */
final class Words {

    static final int LONGEST = 2_000;

    private Words() {}

    static String of(String raw, Credentials credentials) {
        String clean = credentials.clean(raw).strip();
        StringBuilder words = new StringBuilder(Math.min(clean.length(), LONGEST + 1));
        for (int i = 0; i < clean.length() && words.length() < LONGEST; i++) {
            char c = clean.charAt(i);
            int type = Character.getType(c);
            boolean hidden = type == Character.CONTROL || type == Character.FORMAT;
            words.append(hidden ? ' ' : c);
        }
        if (clean.length() > LONGEST) {
            words.append('…');
        }
        return words.toString();
    }
}
