package dev.mimo.examples.web;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one reader of a session has not been told yet. The agent never waits for a slow reader and nothing piles up for one:
 * what was stored is read from the session again, and of a reply that is still being said only the words not yet told are
 * kept. Safe for use by several threads.
 */
final class Watcher {

    private final StringBuilder words = new StringBuilder();
    private boolean afresh;
    private boolean grown = true;
    private @Nullable State state;
    private boolean over;

    /**
     * What is new.
     *
     * @param grown the session may have further entries; they come before everything else
     * @param afresh the words told so far belong to no reply in the making any more
     * @param words of the reply in the making; follow those told before
     * @param state null when it is the same as before
     * @param over nothing will follow
     */
    record News(
            boolean grown,
            boolean afresh,
            String words,
            @Nullable State state,
            boolean over) {}

    Watcher(String wordsSoFar, State state) {
        words.append(wordsSoFar);
        afresh = true;
        this.state = state;
    }

    synchronized void grew() {
        grown = true;
        notifyAll();
    }

    synchronized void said(String more) {
        words.append(more);
        notifyAll();
    }

    /** The reply in the making is stored now, or void. */
    synchronized void beginAfresh() {
        words.setLength(0);
        afresh = true;
        grown = true;
        notifyAll();
    }

    synchronized void became(State now) {
        state = now;
        grown = true;
        notifyAll();
    }

    synchronized void end() {
        over = true;
        grown = true;
        notifyAll();
    }

    /** Takes what is new, once; waits for it. Null when there was nothing for so long. */
    synchronized @Nullable News next(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!isNew()) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return null;
            }
            wait(left);
        }
        News news = new News(grown, afresh, words.toString(), state, over);
        words.setLength(0);
        grown = false;
        afresh = false;
        state = null;
        return news;
    }

    private boolean isNew() {
        return grown || afresh || over || state != null || words.length() > 0;
    }
}
