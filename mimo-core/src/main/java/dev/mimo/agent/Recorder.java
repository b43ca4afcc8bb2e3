package dev.mimo.agent;

import dev.mimo.model.Message;
import dev.mimo.session.Entry;
import dev.mimo.session.Plan;
import dev.mimo.session.SessionLog;
import dev.mimo.session.Stored;
import dev.mimo.session.Transcript;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Writes entries to the log and then takes them into the view, as one thing: what the view holds is durable. Safe for use by
 * several threads.
 */
final class Recorder {

    private static final int PAGE = 512;

    private final SessionLog log;
    private final SessionView view = new SessionView();

    /** Reads back what the log holds. */
    Recorder(SessionLog log) {
        this.log = log;
        Transcript transcript = log.transcript();
        long size = transcript.size();
        for (long at = 0; at < size; at += PAGE) {
            for (Stored stored : transcript.page(at, PAGE)) {
                view.apply(stored.entry(), stored.sequence());
            }
        }
    }

    void append(Entry... entries) {
        append(Arrays.asList(entries));
    }

    synchronized void append(List<Entry> entries) {
        long sequence = log.append(entries);
        for (Entry entry : entries) {
            view.apply(entry, sequence++);
        }
    }

    /** Looks at the view while nobody writes. */
    synchronized <T extends @Nullable Object> T see(Function<SessionView, T> look) {
        return look.apply(view);
    }

    List<Message> messages() {
        return see(SessionView::messages);
    }

    synchronized Plan updatePlan(UnaryOperator<Plan> change) {
        Plan next = change.apply(view.plan());
        if (!next.equals(view.plan())) {
            append(new Entry.PlanChanged(next));
        }
        return next;
    }

    /** Stores what a person said; false when the turn has ended. */
    synchronized boolean steer(String turn, Entry.Steered steer) {
        if (!turn.equals(view.turn())) {
            return false;
        }
        append(steer);
        return true;
    }

    /** Ends the turn with these entries, unless somebody said something that nobody has heard yet. */
    synchronized boolean endUnlessSteered(List<Entry> end) {
        if (!view.waitingSteers().isEmpty()) {
            return false;
        }
        append(end);
        return true;
    }

    Transcript transcript() {
        return log.transcript();
    }

    synchronized Path folder() {
        return log.folder();
    }

    synchronized void close() {
        log.close();
    }
}
