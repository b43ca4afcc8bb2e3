package dev.mimo.examples.web;

import dev.mimo.session.Entry;
import dev.mimo.session.Stored;
import dev.mimo.session.Transcript;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a session was left by the process before.
 *
 * @param title how it is shown in the list
 * @param ending how its last turn stands
 * @param questions what a person was asked; empty when nothing is
 */
record Past(String title, Ending ending, List<Entry.Question> questions) {

    private static final int LONGEST_TITLE = 70;
    private static final int HEAD = 8;
    private static final int TAIL = 32;

    enum Ending {
        OVER,
        PAUSED,
        /** The process died in the middle of it. */
        CUT,
        /** It was cancelled because the server was stopped. */
        STOPPED
    }

    /** Null when it is not a person's session, but that of a sub-agent. */
    static @Nullable Past find(Transcript transcript, String stopped) {
        List<Stored> head = transcript.page(0, HEAD);
        if (head.isEmpty() || !(head.get(0).entry() instanceof Entry.Opened opened) || opened.parent() != null) {
            return null;
        }
        List<Stored> tail = transcript.page(Math.max(0, transcript.size() - TAIL), TAIL);
        Entry last = tail.stream()
                .map(Stored::entry)
                .filter(entry -> !(entry instanceof Entry.Noted))
                .reduce(opened, (before, after) -> after);
        List<Entry.Question> questions = last instanceof Entry.TurnPaused paused ? paused.questions() : List.of();
        return new Past(title(head), ending(last, stopped), questions);
    }

    /** The beginning of what a person said first. */
    static String title(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= LONGEST_TITLE ? line : line.substring(0, LONGEST_TITLE - 1) + "…";
    }

    private static String title(List<Stored> head) {
        return head.stream()
                .map(Stored::entry)
                .filter(Entry.MessageAdded.class::isInstance)
                .map(entry -> title(((Entry.MessageAdded) entry).message().text()))
                .findFirst()
                .orElse("(empty)");
    }

    private static Ending ending(Entry last, String stopped) {
        if (last instanceof Entry.TurnPaused) {
            return Ending.PAUSED;
        }
        if (last instanceof Entry.TurnEnded ended) {
            boolean byUs = ended.outcome().equals("cancelled") && ended.text().equals(stopped);
            return byUs ? Ending.STOPPED : Ending.OVER;
        }
        return last instanceof Entry.Opened || last instanceof Entry.Steered ? Ending.OVER : Ending.CUT;
    }
}
