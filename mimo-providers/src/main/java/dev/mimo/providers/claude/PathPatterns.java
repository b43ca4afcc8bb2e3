package dev.mimo.providers.claude;

import dev.mimo.tool.InvalidCall;
import dev.mimo.tool.Workspace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Turns patterns of paths as {@code .gitignore} has them into ours, in which {@code *} is any text, slashes too. What allows
 * is turned only where both mean the same; what forbids may come to mean more. All patterns made are absolute, so that none
 * reaches a file of the same relative name elsewhere. Immutable.
 */
final class PathPatterns {

    /** Each {@code **} doubles them. */
    private static final int MOST = 64;

    private static final List<String> EVERYTHING = List.of("*");

    private final Path home;
    private final Workspace project;
    private final List<Path> settings;

    /** {@code settings}: what a pattern that begins with one slash may be relative to. */
    PathPatterns(Path home, Workspace project, List<Path> settings) {
        this.home = home;
        this.project = project;
        this.settings = List.copyOf(settings);
    }

    /** What allows no more than the pattern does; empty when nothing can be said exactly. */
    List<String> allowing(String pattern) {
        boolean inexact = pattern.chars().anyMatch(c -> c == '?' || c == '[' || c == '\\' || c < ' ');
        boolean relative = pattern.startsWith("/") && !pattern.startsWith("//");
        if (inexact || relative || pattern.startsWith("!")) {
            return List.of();
        }
        Anchored found = anchored(pattern).get(0);
        // "./name" is meant in any folder by some versions, in one by others.
        Anchored start = new Anchored(found.root, found.segments, found.anyDepth && !pattern.startsWith("./"));
        String root = start.root;
        if (start.segments.contains("..") || root.indexOf('*') >= 0 || root.indexOf('?') >= 0) {
            return List.of();
        }
        return exact(start, pattern.endsWith("/"));
    }

    /** What forbids at least what the pattern does; never empty. */
    List<String> forbidding(String pattern) {
        if (pattern.startsWith("!")) {
            return EVERYTHING;
        }
        Set<String> all = new LinkedHashSet<>();
        for (Anchored start :
                anchored(pattern).stream().map(PathPatterns::risen).toList()) {
            if (start.segments.contains("..")) {
                return EVERYTHING;
            }
            for (Anchored form : List.of(start, followed(start))) {
                List<String> found = wide(form);
                if (found.isEmpty() || all.size() > MOST) {
                    return EVERYTHING;
                }
                all.addAll(found);
            }
        }
        return List.copyOf(all);
    }

    /** Where a pattern begins. {@code anyDepth}: whether its first segment may stand in any folder below. */
    private record Anchored(String root, List<String> segments, boolean anyDepth) {}

    private List<Anchored> anchored(String pattern) {
        if (pattern.startsWith("//")) {
            return List.of(new Anchored("", segments(pattern), false));
        }
        if (pattern.equals("~") || pattern.startsWith("~/")) {
            return List.of(new Anchored(root(home), segments(pattern.substring(1)), false));
        }
        if (pattern.startsWith("/")) {
            List<Anchored> starts = new ArrayList<>();
            starts.add(new Anchored("", segments(pattern), false));
            settings.forEach(folder -> starts.add(new Anchored(root(folder), segments(pattern), false)));
            return starts;
        }
        List<String> segments = segments(pattern);
        return List.of(new Anchored(root(project.root()), segments, segments.size() < 2));
    }

    /** With the steps upwards at the start taken. */
    private static Anchored risen(Anchored start) {
        Path root = Path.of(start.root + "/");
        int steps = 0;
        while (steps < start.segments.size() && start.segments.get(steps).equals("..")) {
            Path parent = root.getParent();
            root = parent == null ? root : parent;
            steps++;
        }
        List<String> rest = start.segments.subList(steps, start.segments.size());
        return new Anchored(root(root), rest, start.anyDepth && steps == 0);
    }

    private static String root(Path folder) {
        String text = folder.toString();
        return text.equals("/") ? "" : text;
    }

    private static List<String> segments(String pattern) {
        List<String> segments = new ArrayList<>();
        for (String segment : pattern.split("/", 0)) {
            boolean again = segment.equals("**")
                    && !segments.isEmpty()
                    && segments.get(segments.size() - 1).equals("**");
            if (!segment.isEmpty() && !segment.equals(".") && !again) {
                segments.add(segment);
            }
        }
        return segments;
    }

    private static List<String> exact(Anchored start, boolean folder) {
        List<String> made = List.of(start.root);
        boolean any = start.anyDepth;
        for (int i = 0; i < start.segments.size(); i++) {
            String segment = start.segments.get(i);
            boolean last = i == start.segments.size() - 1;
            if (segment.equals("**")) {
                any = true;
                continue;
            }
            boolean suffix = any && last && segment.indexOf('*') == 0 && segment.lastIndexOf('*') == 0;
            if ((segment.indexOf('*') >= 0 && !suffix) || made.size() > MOST) {
                return List.of();
            }
            made = suffix ? plus(made, "/" + segment) : any ? both(made, segment) : plus(made, "/" + segment);
            any = false;
        }
        boolean below = folder
                || (any && !start.segments.isEmpty() && last(start.segments).equals("**"));
        return start.segments.isEmpty() ? List.of() : below ? plus(made, "/*") : made;
    }

    /** A name that fits is forbidden with all below it. Empty when there would be too many. */
    private static List<String> wide(Anchored start) {
        List<String> made = List.of(start.root);
        boolean any = start.anyDepth;
        for (String segment : start.segments) {
            if (made.size() > MOST) {
                return List.of();
            }
            if (segment.equals("**")) {
                any = true;
                continue;
            }
            String name = wider(segment);
            made = any ? both(made, name) : plus(made, "/" + name);
            any = false;
        }
        List<String> all = new ArrayList<>(made);
        all.addAll(plus(made, "/*"));
        all.removeIf(String::isEmpty);
        return all;
    }

    /** Classes and escapes as any character; what is not closed as any text. */
    private static String wider(String segment) {
        return segment.replaceAll("\\\\.", "?")
                .replaceAll("\\[[^\\]]+]", "?")
                .replaceAll("[\\[\\\\].*", "*")
                .replaceAll("\\*+", "*");
    }

    /** The same with links followed as far as names are known: the gate judges real paths. */
    private Anchored followed(Anchored start) {
        int known = 0;
        while (!start.anyDepth
                && known < start.segments.size()
                && start.segments.get(known).chars().noneMatch(c -> c == '*' || c == '?' || c == '[' || c == '\\')) {
            known++;
        }
        String named = start.root + "/" + String.join("/", start.segments.subList(0, known));
        try {
            String real = root(project.resolve(named));
            return new Anchored(real, start.segments.subList(known, start.segments.size()), start.anyDepth);
        } catch (InvalidCall e) {
            // A loop of links, which no file can be reached through either.
            return start;
        }
    }

    private static List<String> both(List<String> made, String name) {
        List<String> more = new ArrayList<>(plus(made, "/" + name));
        more.addAll(plus(made, "/*/" + name));
        return more;
    }

    private static List<String> plus(List<String> made, String end) {
        return made.stream().map(one -> one + end).toList();
    }

    private static String last(List<String> list) {
        return list.get(list.size() - 1);
    }
}
