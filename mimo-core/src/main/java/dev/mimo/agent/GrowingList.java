package dev.mimo.agent;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;

/**
 * A list that only grows, whose snapshots cost nothing: a snapshot looks at the same array up to its own size, and what
 * stands there never changes. One thread adds; snapshots may be read by any.
 */
final class GrowingList<T> {

    private Object[] items = new Object[16];
    private int size;

    void add(T item) {
        if (size == items.length) {
            items = Arrays.copyOf(items, size * 2);
        }
        items[size++] = item;
    }

    List<T> snapshot() {
        return new Snapshot<>(items, size);
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
