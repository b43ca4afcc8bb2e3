package dev.mimo.tool.shell.line;

import dev.mimo.tool.InvalidCall;
import dev.mimo.tool.Workspace;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the protected folders that a command line names: absolute, relative, from {@code ~} or {@code $HOME}, through links,
 * with quotes or patterns in it, in other case, after a {@code cd}. It looks at every piece of the text that could be a path, understood or
 * not, as a name is all it takes to be denied. A name that only comes into being at run time is out of its reach.
 */
final class NamedFolders {

    private static final Pattern HOME = Pattern.compile("\\$HOME\\b|\\$\\{HOME\\}");
    private static final Pattern HERE = Pattern.compile("\\$PWD\\b|\\$\\{PWD\\}");
    private static final Pattern QUOTES = Pattern.compile("[\"'\\\\]");
    private static final Pattern BETWEEN = Pattern.compile("[\\s;&|<>(){},`$]+");
    private static final Pattern WITHIN = Pattern.compile("[=:]");

    private NamedFolders() {}

    /** Those named in {@code line} when it runs in {@code folder}. */
    static Set<Path> in(String line, Path folder, Workspace workspace) {
        Set<Path> named = new LinkedHashSet<>();
        if (workspace.protectedFolders().isEmpty()) {
            return named;
        }
        addIfClosed(folder, workspace, named);
        String home = Matcher.quoteReplacement(System.getProperty("user.home"));
        String text = HOME.matcher(line).replaceAll(home);
        text = HERE.matcher(text).replaceAll(Matcher.quoteReplacement(folder.toString()));
        for (Path closed : workspace.protectedFolders()) {
            String name = closed.toString().toLowerCase(Locale.ROOT);
            String folded = text.toLowerCase(Locale.ROOT);
            if (folded.contains(name) || unquoted(folded).contains(name)) {
                named.add(closed);
            }
        }
        look(List.of(BETWEEN.split(unquoted(text))), folder, workspace, named);
        return named;
    }

    private static void look(List<String> pieces, Path folder, Workspace workspace, Set<Path> named) {
        List<Path> bases = new ArrayList<>(List.of(folder));
        String before = "";
        for (String piece : pieces) {
            boolean goesThere = before.equals("cd") || before.equals("pushd") || before.matches("-C|--directory");
            for (Path base : List.copyOf(bases)) {
                lookAt(piece, base, workspace, named);
                for (String part : WITHIN.split(piece, 0)) {
                    lookAt(part, base, workspace, named);
                }
                if (goesThere && bases.size() < 8 && !piece.isEmpty()) {
                    bases.add(base.resolve(tilde(piece)));
                }
            }
            before = piece;
        }
    }

    private static void lookAt(String piece, Path base, Workspace workspace, Set<Path> named) {
        if (piece.isEmpty()) {
            return;
        }
        try {
            Path path = base.resolve(tilde(piece));
            addIfClosed(workspace.resolve(path.toString()), workspace, named);
            if (piece.matches(".*[*?\\[].*")) {
                for (Path closed : workspace.protectedFolders()) {
                    if (mayStandFor(path.normalize(), closed)) {
                        named.add(closed);
                    }
                }
            }
        } catch (InvalidCall | InvalidPathException e) {
            // No path, so it names nothing.
            return;
        }
    }

    private static String tilde(String piece) {
        return piece.equals("~") || piece.startsWith("~/")
                ? System.getProperty("user.home") + piece.substring(1)
                : piece;
    }

    private static void addIfClosed(Path real, Workspace workspace, Set<Path> named) {
        named.addAll(workspace.protecting(real));
    }

    /** Whether a pattern can match the folder, or something in it. */
    private static boolean mayStandFor(Path pattern, Path closed) {
        if (pattern.getNameCount() < closed.getNameCount()) {
            return false;
        }
        for (int i = 0; i < closed.getNameCount(); i++) {
            if (!mayStandFor(pattern.getName(i).toString(), closed.getName(i).toString())) {
                return false;
            }
        }
        return true;
    }

    /** A set in brackets is taken for any text; a dot in front is matched by a dot only. */
    private static boolean mayStandFor(String pattern, String name) {
        if (name.startsWith(".") && !pattern.startsWith(".")) {
            return false;
        }
        StringBuilder regex = new StringBuilder("(?siu)");
        for (char c : pattern.replaceAll("\\[.*", "*").toCharArray()) {
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return name.matches(regex.toString());
    }

    private static String unquoted(String text) {
        return QUOTES.matcher(text).replaceAll("");
    }
}
