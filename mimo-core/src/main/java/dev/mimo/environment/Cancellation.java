package dev.mimo.environment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The read side of a stop signal: whoever works under it looks at it, or leaves an action to be run when it comes.
 *
 * <p>A signal comes at most once and never goes away. Safe for use by several threads.
 */
public interface Cancellation {

    /** The reason that was given; null while nothing was cancelled. */
    @Nullable
    String reason();

    /**
     * Runs {@code action} once when the signal comes, on the thread that cancels, or at once, on this thread, when it has
     * come already. The action must be short and must not throw; it closes a socket or kills a process, say.
     *
     * @return withdraws the action again; closing it after the action ran does nothing
     */
    Registration onCancel(Runnable action);

    /** Whether the signal has come. */
    default boolean isCancelled() {
        return reason() != null;
    }

    /** Throws {@link CancelledException} with the reason when the signal has come. */
    default void throwIfCancelled() {
        String reason = reason();
        if (reason != null) {
            throw new CancelledException(reason);
        }
    }

    /** A signal that never comes. */
    static Cancellation never() {
        return Never.INSTANCE;
    }

    /** An action waiting for the signal. */
    @FunctionalInterface
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    /** The write side. A source made by {@link #under} is cancelled with its parent as well. */
    final class Source implements Cancellation, AutoCloseable {

        private final Map<Object, Runnable> actions = new LinkedHashMap<>();
        private @Nullable String reason;
        private volatile @Nullable Registration parent;

        public Source() {}

        /** A source of its own that also hears the signal of {@code parent}; close it when the work is over. */
        public static Source under(Cancellation parent) {
            Source source = new Source();
            source.parent = parent.onCancel(() -> {
                String why = parent.reason();
                source.cancel(why == null ? "cancelled" : why);
            });
            return source;
        }

        /**
         * Gives the signal; a second call does nothing. Runs the actions left, newest first, before it returns; what one
         * of them throws is thrown when all have run.
         */
        public void cancel(String why) {
            List<Runnable> todo;
            synchronized (actions) {
                if (reason != null) {
                    return;
                }
                reason = why;
                todo = new ArrayList<>(actions.values());
                actions.clear();
            }
            Collections.reverse(todo);
            runAll(todo);
        }

        private static void runAll(List<Runnable> actions) {
            Throwable first = null;
            for (Runnable action : actions) {
                try {
                    action.run();
                } catch (RuntimeException | Error e) {
                    if (first == null) {
                        first = e;
                    } else if (first != e) {
                        first.addSuppressed(e);
                    }
                }
            }
            if (first instanceof Error error) {
                throw error;
            } else if (first != null) {
                throw (RuntimeException) first;
            }
        }

        @Override
        public @Nullable String reason() {
            synchronized (actions) {
                return reason;
            }
        }

        @Override
        public Registration onCancel(Runnable action) {
            synchronized (actions) {
                if (reason == null) {
                    // A key of its own: the same action may be registered twice, and closed twice.
                    Object key = new Object();
                    actions.put(key, action);
                    return () -> {
                        synchronized (actions) {
                            actions.remove(key);
                        }
                    };
                }
            }
            action.run();
            return () -> {};
        }

        /** Stops listening to the parent. The signal itself stays as it is. */
        @Override
        public void close() {
            Registration link = parent;
            if (link != null) {
                link.close();
            }
        }
    }
}
