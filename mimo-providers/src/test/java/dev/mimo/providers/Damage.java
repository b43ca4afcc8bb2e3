package dev.mimo.providers;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What networks, gateways and servers do to the bytes of an answer. */
enum Damage {
    DUPLICATED_EVENT {
        @Override
        void apply(List<byte[]> events, Random random) {
            int at = random.nextInt(events.size());
            events.add(random.nextInt(events.size() + 1), events.get(at));
        }
    },
    DROPPED_EVENT {
        @Override
        void apply(List<byte[]> events, Random random) {
            events.remove(random.nextInt(events.size()));
        }
    },
    SWAPPED_EVENTS {
        @Override
        void apply(List<byte[]> events, Random random) {
            Collections.swap(events, random.nextInt(events.size()), random.nextInt(events.size()));
        }
    },
    CHANGED_BYTES {
        @Override
        void apply(List<byte[]> events, Random random) {
            for (int i = random.nextInt(4); i >= 0; i--) {
                byte[] event = events.get(random.nextInt(events.size()));
                if (event.length > 0) {
                    event[random.nextInt(event.length)] = (byte)
                            (random.nextBoolean() ? random.nextInt(256) : JUNK.charAt(random.nextInt(JUNK.length())));
                }
            }
        }
    },
    INSERTED_GARBAGE {
        @Override
        void apply(List<byte[]> events, Random random) {
            byte[] garbage = new byte[1 + random.nextInt(40)];
            random.nextBytes(garbage);
            String odd = ODD.get(random.nextInt(ODD.size()));
            events.add(
                    random.nextInt(events.size() + 1),
                    random.nextBoolean() ? garbage : odd.getBytes(StandardCharsets.UTF_8));
        }
    },
    LOST_BYTES {
        @Override
        void apply(List<byte[]> events, Random random) {
            int at = random.nextInt(events.size());
            byte[] event = events.get(at);
            int start = random.nextInt(event.length + 1);
            int end = start + random.nextInt(event.length - start + 1);
            byte[] rest = Arrays.copyOf(event, event.length - (end - start));
            System.arraycopy(event, end, rest, start, event.length - end);
            events.set(at, rest);
        }
    };

    private static final String JUNK = "{}[]\",:\\\n\rdatnul0 -\u0000";
    private static final List<String> ODD = List.of(
            "data: [DONE]\n\n",
            "data: null\n\n",
            "data: {}\n\n",
            "data: {\"error\":null}\n\n",
            "data: {\"error\":{\"code\":503}}\n\n",
            "event: error\ndata: x\n\n",
            "event: ping\n",
            ": comment\r\n",
            "\r\r",
            "<html>",
            "\uFEFF",
            "{",
            "]");

    abstract void apply(List<byte[]> events, Random random);

    /** The bytes with this done to them, as the seed says. */
    byte[] of(byte[] body, Random random) {
        List<byte[]> events = events(body);
        if (!events.isEmpty()) {
            apply(events, random);
        }
        ByteArrayOutputStream damaged = new ByteArrayOutputStream();
        events.forEach(damaged::writeBytes);
        return damaged.toByteArray();
    }

    /** The body in reads of sizes that nobody can foresee. */
    static InputStream inPieces(byte[] body, Random random) {
        return new ByteArrayInputStream(body) {
            @Override
            public synchronized int read(byte[] to, int offset, int length) {
                return super.read(to, offset, Math.min(length, 1 + random.nextInt(80)));
            }
        };
    }

    /** Each with the empty line at its end; lines of a body that is no stream. */
    private static List<byte[]> events(byte[] body) {
        List<byte[]> events = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < body.length; i++) {
            boolean end = body[i] == '\n' && (i + 1 == body.length || body[i + 1] != '\n');
            if (end || i + 1 == body.length) {
                events.add(Arrays.copyOfRange(body, start, i + 1));
                start = i + 1;
            }
        }
        return events;
    }
}
