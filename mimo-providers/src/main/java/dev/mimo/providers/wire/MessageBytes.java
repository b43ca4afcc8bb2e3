package dev.mimo.providers.wire;

import dev.mimo.model.Message;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what messages were encoded to, by the identity of the message, for as long as the message lives and there is room.
 *
 * <p>So a message is encoded once, however often it is sent and by however many candidates and sessions. A conversation that
 * has grown is not looked up again: its first message remembers those that followed. Safe for use by several threads; of those
 * that want the same message at once, one encodes it and the others wait.
 */
public final class MessageBytes {

    /** Bytes that a dialect keeps for a model. */
    public static final long STANDARD_ROOM = 32L * 1024 * 1024;

    private static final int STRIPES = 16;
    private static final @Nullable Key[] NONE = {};

    private final Function<Message, byte[]> encode;
    private final long room;
    private final ConcurrentHashMap<Object, Key> kept = new ConcurrentHashMap<>();
    private final Queue<Key> oldestFirst = new ConcurrentLinkedQueue<>();
    private final ReferenceQueue<Message> gone = new ReferenceQueue<>();
    private final AtomicLong used = new AtomicLong();
    private final Object[] encoding =
            Stream.generate(Object::new).limit(STRIPES).toArray();

    /** {@code room}: bytes kept at most; a message of more than a quarter of it is never kept. */
    public MessageBytes(long room, Function<Message, byte[]> encode) {
        this.room = room;
        this.encode = encode;
    }

    /**
     * Adds the messages that have anything to send to a body, in pieces that nobody may change. Each was encoded with a comma
     * before it.
     *
     * @param first whether the list in the body is still empty
     */
    public void addTo(List<byte[]> body, List<Message> conversation, boolean first) {
        if (conversation.isEmpty()) {
            return;
        }
        Key begins = find(conversation.get(0));
        @Nullable Key[] before = begins == null ? NONE : begins.followers;
        @Nullable Key[] now = new @Nullable Key[conversation.size()];
        boolean empty = first;
        for (int i = 0; i < now.length; i++) {
            Message message = conversation.get(i);
            Key last = i < before.length ? before[i] : null;
            Key key = last != null && last.refersTo(message) ? last : null;
            byte[] bytes = key == null ? null : key.bytes;
            if (bytes == null) {
                bytes = of(message);
                key = find(message);
            }
            now[i] = key;
            if (bytes.length > 0) {
                body.add(empty ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
                empty = false;
            }
        }
        begins = now[0];
        if (begins != null) {
            begins.followers = now;
        }
    }

    /** Not to be changed. */
    public byte[] of(Message message) {
        byte[] found = findBytes(message);
        return found == null ? encoded(message) : found;
    }

    private byte @Nullable [] findBytes(Message message) {
        Key key = find(message);
        return key == null ? null : key.bytes;
    }

    private @Nullable Key find(Message message) {
        return kept.get(new Probe(message));
    }

    /* Candidates of one step ask at the same moment for what was said last. */
    private byte[] encoded(Message message) {
        synchronized (encoding[System.identityHashCode(message) & (STRIPES - 1)]) {
            byte[] found = findBytes(message);
            if (found != null) {
                return found;
            }
            byte[] made = encode.apply(message);
            forgetGone();
            if (made.length <= room / 4) {
                keep(new Key(message, made, gone));
            }
            return made;
        }
    }

    /** Bytes held now. */
    long used() {
        return used.get();
    }

    private void keep(Key key) {
        if (kept.putIfAbsent(key, key) == null) {
            used.addAndGet(key.size);
            oldestFirst.add(key);
        }
        while (used.get() > room) {
            Key oldest = oldestFirst.poll();
            if (oldest == null) {
                return;
            }
            forget(oldest);
        }
    }

    private void forgetGone() {
        Object reference;
        boolean any = false;
        while ((reference = gone.poll()) != null) {
            forget((Key) reference);
            any = true;
        }
        if (any) {
            oldestFirst.removeIf(key -> key.bytes == null);
        }
    }

    private void forget(Key key) {
        key.bytes = null;
        key.followers = NONE;
        if (kept.remove(key) != null) {
            used.addAndGet(-key.size);
        }
    }

    /** Finds a {@link Key}; lives for one look-up. */
    private record Probe(Message message) {

        @Override
        public int hashCode() {
            return System.identityHashCode(message);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && key.refersTo(message);
        }
    }

    private static final class Key extends WeakReference<Message> {

        private final int hash;
        private final int size;

        /** What the message was encoded to; null once it is forgotten. */
        private volatile byte @Nullable [] bytes;

        /** Of the conversation that began with the message and was sent last, all messages; those that are not kept are null. */
        private volatile @Nullable Key[] followers = NONE;

        Key(Message message, byte[] bytes, ReferenceQueue<Message> gone) {
            super(message, gone);
            hash = System.identityHashCode(message);
            this.bytes = bytes;
            size = bytes.length;
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            if (this == other) {
                return true;
            }
            Message mine = get();
            return mine != null && other instanceof Key key && key.refersTo(mine);
        }
    }
}
