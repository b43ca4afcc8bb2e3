package dev.mimo.extension;

import dev.mimo.environment.MimoException;
import dev.mimo.tool.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Adds the files of a workspace that a text names as {@code @path}; each once, and never one outside. */
final class Mentions {

    /** Bytes of one file. */
    private static final int LARGEST = 64 * 1024;

    private static final int MOST = 20;
    private static final Pattern MENTION = Pattern.compile("(?<![\\w@`])@([^\\s@`'\"<>]+)");

    private final Workspace workspace;

    Mentions(Workspace workspace) {
        this.workspace = workspace;
    }

    /** The text, and after it the files. What a file says is not looked through for others. */
    String add(String text) {
        Set<Path> files = new LinkedHashSet<>();
        StringBuilder all = new StringBuilder(text);
        Matcher mention = MENTION.matcher(text);
        while (mention.find() && files.size() < MOST) {
            Path file = find(mention.group(1));
            if (file != null && files.add(file)) {
                all.append("\n\n").append(shown(file));
            }
        }
        return all.toString();
    }

    /** What is no file is only a word; null then. */
    private @Nullable Path find(String named) {
        for (String path = named; !path.isEmpty(); path = path.substring(0, path.length() - 1)) {
            try {
                Path real = workspace.resolve(path);
                if (Files.isRegularFile(real)) {
                    return real;
                }
            } catch (MimoException e) {
                return null;
            }
            if (!".,;:!?)]}".contains(path.substring(path.length() - 1))) {
                return null;
            }
        }
        return null;
    }

    private String shown(Path real) {
        String name = workspace.show(real);
        if (!workspace.contains(real)) {
            return "[" + Names.line(name, 500) + " is not added: it lies outside of the workspace]";
        }
        List<Report> reports = new ArrayList<>();
        Path root = workspace.root();
        String text = new Place(root, root, true, false, reports).read(real, LARGEST, Report.Kind.COMMAND);
        return text == null
                ? "[" + Names.line(name, 500) + " is not added: "
                        + reports.get(0).note() + "]"
                : Names.fenced("file", name, text);
    }
}
