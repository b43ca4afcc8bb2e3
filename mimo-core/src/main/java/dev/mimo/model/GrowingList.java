package dev.mimo.model;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;

/**
 * A list that only grows, whose snapshots cost nothing: a snapshot looks at the same array up to its own size, and what
 * stands there never changes. One thread adds; snapshots may be read by any.
 *
 * @param <T> what it holds
 */
public final class GrowingList<T> {

    private Object[] items = new Object[16];
    private int size;

    /** An empty one. */
    public GrowingList() {}

    public void add(T item) {
        if (size == items.length) {
            items = Arrays.copyOf(items, size * 2);
        }
        items[size++] = item;
    }

    public int size() {
        return size;
    }

    /** What it holds now, as a list that never changes. */
    public List<T> snapshot() {
        return new Snapshot<>(items, size);
    }

    /** The same items as a list that never changes: a snapshot as it is, anything else as a copy, unless it needs none. */
    static <T> List<T> frozen(List<T> list) {
        return list instanceof Snapshot<T> ? list : List.copyOf(list);
    }

    private static final class Snapshot<T> extends AbstractList<T> implements RandomAccess {

        private final Object[] items;
        private final int size;

        Snapshot(Object[] items, int size) {
            this.items = items;
            this.size = size;
        }

        @Override
        @SuppressWarnings("unchecked")
        public T get(int index) {
            if (index < 0 || index >= size) {
                throw new IndexOutOfBoundsException(index + " of " + size);
            }
            return (T) items[index];
        }

        @Override
        public int size() {
            return size;
        }
    }
}
