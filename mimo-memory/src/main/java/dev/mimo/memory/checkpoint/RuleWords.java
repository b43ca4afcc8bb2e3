package dev.mimo.memory.checkpoint;

import java.util.regex.Pattern;

/**
 * Tells words that sound like a rule from others, to rank what the user said: nothing is dropped for want of them. Knows the
 * usual words of English, Chinese, Japanese, German, French and Spanish.
 */
final class RuleWords {

    private static final Pattern WORDS = Pattern.compile(
            "(?iu)\\b(?:always|never|must|do not|don't|dont|should|shall|only|avoid|prefer|instead|from now on"
                    + "|remember|make sure|rule|immer|nie|niemals|muss|nicht|kein|keine|toujours|jamais|dois|doit|ne pas"
                    + "|siempre|nunca|debes|debe|no uses)\\b"
                    + "|必须|一定|不要|不准|不能|禁止|永远|总是|务必|以后|记住|别|请用|必ず|決して|しないで|常に|禁止");

    private RuleWords() {}

    static boolean in(String text) {
        return WORDS.matcher(text).find();
    }
}
