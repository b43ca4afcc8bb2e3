package dev.mimo.examples.recall;

import dev.mimo.model.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a summary of at most 2,000 tokens. It takes over what it notices, and all that the summary before told, as long as
 * there is room: rules first, then decisions, then facts, of each the newest; a fifth of the room goes to where the work
 * stands. Confined to one thread.
 */
final class Summariser {

    private static final long MOST = 2_000;
    private static final String OPENING = "Summary of the conversation so far.\n";
    private static final int WORK_SHARE = 5;

    private final Attention attention;
    private final Map<Statement.Subject, Statement> known = new LinkedHashMap<>();

    Summariser(Attention attention) {
        this.attention = attention;
    }

    /** Of these messages and of all that went into the summary before. */
    String summarise(List<Message> messages) {
        for (Message message : messages) {
            for (Statement statement : Form.read(Spoken.text(message))) {
                if (attention.notices(statement)) {
                    known.remove(statement.subject());
                    known.put(statement.subject(), statement);
                }
            }
        }
        long left = MOST - PromptSize.of(OPENING);
        String work = work(messages, left / WORK_SHARE);
        left -= PromptSize.of(work);
        StringBuilder text = new StringBuilder(OPENING);
        List<Statement> kept = new ArrayList<>();
        for (Kind kind : List.of(Kind.RULE, Kind.DECISION, Kind.FACT)) {
            for (Statement statement : newestFirst(kind)) {
                String line = "- " + Form.tell(statement) + "\n";
                left -= PromptSize.of(line);
                if (left < 0) {
                    break;
                }
                text.append(line);
                kept.add(statement);
            }
        }
        known.values().retainAll(kept);
        return text.append(work).toString();
    }

    private List<Statement> newestFirst(Kind kind) {
        List<Statement> all = new ArrayList<>();
        known.values().stream()
                .filter(statement -> statement.subject().of() == kind)
                .forEach(statement -> all.add(0, statement));
        return all;
    }

    /** What the agent said that it does, the newest first. */
    private static String work(List<Message> messages, long most) {
        StringBuilder text = new StringBuilder("Where the work stands, the newest first:\n");
        for (int i = messages.size() - 1; i >= 0; i--) {
            if (messages.get(i) instanceof Message.Assistant assistant
                    && !assistant.text().isEmpty()) {
                String line = assistant.text().replaceAll("\\s+", " ");
                line = "- " + line.substring(0, Math.min(line.length(), 120)) + "\n";
                if (PromptSize.of(text + line) > most) {
                    break;
                }
                text.append(line);
            }
        }
        return text.toString();
    }
}
