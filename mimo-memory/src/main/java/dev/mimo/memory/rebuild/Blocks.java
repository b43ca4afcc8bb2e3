package dev.mimo.memory.rebuild;

import java.util.ArrayList;
import java.util.List;

/**
 * Shares a number of tokens out among texts that want more than there is.
 *
 * <p>Each gets what it wants up to its share by weight; what some do not use goes to the others by weight again, until all
 * is used or nobody wants more (water-filling).
 */
final class Blocks {

    private Blocks() {}

    /**
     * Something that wants room.
     *
     * @param name as it is accounted for
     * @param wants tokens for all of it
     * @param weight its share against the others
     */
    record Want(String name, long wants, int weight) {}

    /** The tokens that each gets, in order: never more than it wants, all together never more than {@code total}. */
    static List<Long> share(List<Want> wants, long total) {
        long[] given = new long[wants.size()];
        long left = Math.max(0, total);
        while (left > 0) {
            long weights = 0;
            for (int i = 0; i < given.length; i++) {
                weights += given[i] < wants.get(i).wants() ? wants.get(i).weight() : 0;
            }
            long before = left;
            long round = left;
            for (int i = 0; i < given.length && weights > 0; i++) {
                Want want = wants.get(i);
                long more = Math.min(want.wants() - given[i], Math.min(left, round * want.weight() / weights));
                if (more > 0) {
                    given[i] += more;
                    left -= more;
                }
            }
            if (left == before) {
                break;
            }
        }
        List<Long> all = new ArrayList<>();
        for (long tokens : given) {
            all.add(tokens);
        }
        return all;
    }
}
