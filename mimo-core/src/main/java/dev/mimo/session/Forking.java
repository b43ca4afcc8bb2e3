package dev.mimo.session;

import java.util.List;

/** Copies the beginning of a session into a new one. */
final class Forking {

    private static final int PAGE = 256;

    private Forking() {}

    static void copy(Transcript source, SessionLog target, long entries) {
        for (long from = 0; from < entries; from += PAGE) {
            List<Stored> page = source.page(from, (int) Math.min(PAGE, entries - from));
            target.append(page.stream().map(Stored::entry).toList());
        }
    }
}
