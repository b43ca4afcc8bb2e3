package dev.mimo.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** Follows a path through every link, as the system would, also where the end of it does not exist yet. */
final class RealPath {

    /** As many as Linux follows. */
    private static final int MOST_LINKS = 40;

    private RealPath() {}

    static Path of(Path absolute) {
        try {
            return absolute.toRealPath();
        } catch (IOException e) {
            return walk(absolute);
        }
    }

    private static Path walk(Path absolute) {
        Path root = absolute.getRoot();
        Path at = root;
        Deque<Path> rest = new ArrayDeque<>();
        absolute.forEach(rest::add);
        int links = 0;
        while (!rest.isEmpty()) {
            Path name = rest.pop();
            String text = name.toString();
            if (text.isEmpty() || text.equals(".")) {
                continue;
            }
            if (text.equals("..")) {
                at = at.getParent() == null ? at : at.getParent();
                continue;
            }
            Path next = at.resolve(name);
            if (!Files.isSymbolicLink(next)) {
                at = next;
                continue;
            }
            if (++links > MOST_LINKS) {
                throw new InvalidCall("too many links in path " + absolute);
            }
            Path target = target(next);
            for (int i = target.getNameCount() - 1; i >= 0; i--) {
                rest.push(target.getName(i));
            }
            if (target.isAbsolute()) {
                at = target.getRoot();
            }
        }
        return at;
    }

    private static Path target(Path link) {
        try {
            return Files.readSymbolicLink(link);
        } catch (IOException e) {
            throw new InvalidCall("cannot follow link " + link);
        }
    }
}
