package dev.mimo.examples.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.permission.Approver;
import dev.mimo.permission.Approver.Answer;
import dev.mimo.permission.Grant;
import dev.mimo.tool.Action;
import dev.mimo.tool.Effect;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What may be answered to a question, and what an answer means. */
final class Choices {

    private final Approver.Request request;

    Choices(Approver.Request request) {
        this.request = request;
    }

    /** Whether the agent wants to know something, rather than to do something. */
    boolean isQuestion() {
        return request.actions().stream().allMatch(action -> action.effect() == Effect.PERSON);
    }

    /** In one line for the person. */
    String offered() {
        if (isQuestion()) {
            return "type your answer, or the number of an option";
        }
        return isKeepable()
                ? "y once · s session · p project · n no, or n WHAT ELSE TO DO"
                : "y once · n no, or n WHAT ELSE TO DO";
    }

    /** Null when the line is no answer. */
    @Nullable
    Answer find(String line) {
        String text = line.strip();
        if (text.isEmpty()) {
            return null;
        }
        return isQuestion() ? new Answer.Reply(option(text)) : decision(text);
    }

    private @Nullable Answer decision(String text) {
        String[] words = text.split("\\s+", 2);
        String word = words[0].toLowerCase(Locale.ROOT).replaceFirst("[,.:]$", "");
        if (word.equals("n") || word.equals("no")) {
            return new Answer.Deny(words.length == 1 ? "the user said no" : "the user said no: " + words[1]);
        }
        if (words.length > 1) {
            return null;
        }
        return switch (word) {
            case "y", "yes" -> Answer.once();
            case "s", "session" -> isKeepable() ? Answer.forSession() : null;
            case "p", "project" -> isKeepable() ? Answer.forProject() : null;
            default -> null;
        };
    }

    /** As the agent worded it, where a number was given. */
    private String option(String text) {
        JsonNode options = request.call().arguments().path("options");
        boolean number = text.matches("[1-9][0-9]?");
        JsonNode chosen = number ? options.path(Integer.parseInt(text) - 1) : options.path(-1);
        return chosen.isTextual() ? chosen.textValue() : text;
    }

    private boolean isKeepable() {
        return request.actions().stream().anyMatch(Grant::isPossible)
                && request.actions().stream().allMatch(Action::understood);
    }
}
