package dev.mimo.workflow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What reaches the loop of a run from other threads. Safe for use by several threads. */
final class Inbox {

    /** A piece of news. */
    sealed interface News {}

    record Ended(LiveCall live, CallResult result, boolean stalled) implements News {}

    /** The pause before another attempt is over. */
    record Due(LiveCall live) implements News {}

    record Fired(Waiting timer) implements News {}

    /** Look whether the run is to end. */
    record Stop() implements News {}

    private final LinkedBlockingQueue<News> news = new LinkedBlockingQueue<>();

    void ended(Attempt attempt, CallResult result, boolean stalled) {
        news.add(new Ended(attempt.live, result, stalled));
    }

    void due(LiveCall live) {
        news.add(new Due(live));
    }

    void fired(Waiting timer) {
        news.add(new Fired(timer));
    }

    void stop() {
        news.add(new Stop());
    }

    /** Waits for something, and gives all that there is. */
    List<News> take() throws InterruptedException {
        List<News> all = new ArrayList<>();
        all.add(news.take());
        news.drainTo(all);
        return all;
    }

    /** All that there is after {@code patience} at most; empty when nothing came. */
    List<News> poll(Duration patience) throws InterruptedException {
        List<News> all = new ArrayList<>();
        News first = news.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        if (first != null) {
            all.add(first);
            news.drainTo(all);
        }
        return all;
    }
}
