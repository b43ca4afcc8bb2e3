package dev.mimo.agent;

import dev.mimo.environment.MimoException;
import dev.mimo.session.Entry;
import java.util.List;

/**
 * A call waits, because the sub-agent to which it was handed waits for people: it has no result yet, and is made again when
 * they have answered. On its way from {@link CallChildren#delegate} to {@link RunningCall} nothing need know it.
 */
final class ChildPaused extends MimoException {

    private static final long serialVersionUID = 1L;

    private final transient List<Entry.Question> questions;

    ChildPaused(String text, List<Entry.Question> questions) {
        super(text);
        this.questions = questions;
    }

    List<Entry.Question> questions() {
        return questions;
    }
}
