package dev.mimo.memory.upkeep;

import dev.mimo.memory.procedure.Procedure;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether what a model wrote about a procedure stays within it: an asset is told to agents again and again, so it may hold no
 * command, path or address that was not used when the work was done.
 */
final class AssetCheck {

    private static final int LONGEST_DESCRIPTION = 300;
    private static final int LONGEST_BODY = 6_000;

    private static final Pattern CODE = Pattern.compile("```[^\n]*\n(.*?)```|`([^`\n]+)`", Pattern.DOTALL);
    private static final Pattern PLACE = Pattern.compile("[\\w.~-]*/[\\w./~-]+|\\w+://\\S+");
    private static final Pattern PLACEHOLDER = Pattern.compile("<[^<>\n]*>|\\$[A-Z0-9_]+|‹[^›\n]*›");

    /** What commands load or run when they are called, in our form and in others'. */
    private static final Pattern ACTING = Pattern.compile("(^|\\s)@\\S|!`", Pattern.MULTILINE);

    private final String evidence;
    private final Set<String> words = new LinkedHashSet<>();

    AssetCheck(Procedure procedure) {
        StringBuilder all = new StringBuilder();
        for (Procedure.Part part : procedure.steps()) {
            all.append(part.step().tool())
                    .append('\n')
                    .append(part.step().shape())
                    .append('\n');
            part.examples().forEach(example -> all.append(example).append('\n'));
        }
        evidence = all.toString();
        Matcher word = Pattern.compile("[^\\s'\"()]+").matcher(evidence);
        while (word.find()) {
            words.add(word.group());
        }
    }

    /** Throws {@link UpkeepFailed} with what is wrong, for the model to mend. */
    void require(String name, String description, String body) {
        if (description.isEmpty() || description.length() > LONGEST_DESCRIPTION || description.contains("\n")) {
            throw new UpkeepFailed(
                    name + " needs a description on one line of at most " + LONGEST_DESCRIPTION + " characters");
        }
        if (body.isEmpty() || body.length() > LONGEST_BODY) {
            throw new UpkeepFailed(name + " needs a body of at most " + LONGEST_BODY + " characters");
        }
        if (ACTING.matcher(body).find()) {
            throw new UpkeepFailed("the body of " + name + " must not load files with @ or run commands with !");
        }
        String text = PLACEHOLDER.matcher(description + "\n" + body).replaceAll("‹›");
        PLACE.matcher(text)
                .results()
                .map(MatchResult::group)
                .filter(place -> !place.contains("‹›") && !evidence.contains(trimmed(place)))
                .findFirst()
                .ifPresent(place -> {
                    throw new UpkeepFailed(name + " speaks of " + place + ", which no step used");
                });
        CODE.matcher(text).results().forEach(code -> requireKnown(name, code));
    }

    private static String trimmed(String place) {
        return place.replaceAll("[.,;:)]+$", "");
    }

    /** Each line of code begins with something that was used: a program, a tool, a file. */
    private void requireKnown(String name, MatchResult code) {
        String lines = code.group(1) == null ? code.group(2) : code.group(1);
        lines.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(line -> {
            String first = line.split("\\s+", 2)[0];
            if (!first.contains("‹›") && !words.contains(first)) {
                throw new UpkeepFailed(name + " has the code \"" + line + "\", and no step used " + first);
            }
        });
    }
}
