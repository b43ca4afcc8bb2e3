package dev.mimo.environment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Things that are made once for an owner and closed with it: an HTTP client for an environment, background jobs for a
 * session. Safe for use by several threads; a factory runs at most once.
 */
public final class Resources implements AutoCloseable {

    private final Map<Object, Object> made = new HashMap<>();
    private final List<AutoCloseable> closing = new ArrayList<>();
    private boolean closed;

    public Resources() {}

    /**
     * The thing kept under {@code key}, made now if there is none. The factory must not ask this object for anything.
     *
     * @throws MimoException when the owner has been closed
     */
    public synchronized <T> T get(Object key, Class<T> type, Supplier<? extends T> factory) {
        if (closed) {
            throw new MimoException("closed already: there is no " + type.getSimpleName() + " any more");
        }
        Object thing = made.get(key);
        if (thing == null) {
            thing = factory.get();
            made.put(key, thing);
            if (thing instanceof AutoCloseable closeable) {
                closing.add(closeable);
            }
        }
        return type.cast(thing);
    }

    /** The only thing of its type. */
    public <T> T get(Class<T> type, Supplier<? extends T> factory) {
        return get(type, type, factory);
    }

    /**
     * Closes everything, newest first; a second call does nothing.
     *
     * @throws MimoException when something could not be closed; everything else has been closed all the same
     */
    @Override
    public void close() {
        List<AutoCloseable> todo;
        synchronized (this) {
            closed = true;
            todo = new ArrayList<>(closing);
            closing.clear();
        }
        MimoException failure = null;
        for (int i = todo.size() - 1; i >= 0; i--) {
            try {
                todo.get(i).close();
            } catch (Exception e) {
                if (failure == null) {
                    failure = new MimoException(
                            "could not close " + todo.get(i).getClass().getSimpleName(), e);
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
