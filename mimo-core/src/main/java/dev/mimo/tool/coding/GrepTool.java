package dev.mimo.tool.coding;

import dev.mimo.tool.Action;
import dev.mimo.tool.Doc;
import dev.mimo.tool.Effect;
import dev.mimo.tool.InvalidCall;
import dev.mimo.tool.Tool;
import dev.mimo.tool.ToolContext;
import dev.mimo.tool.Workspace;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Finds lines by a regular expression. */
final class GrepTool {

    /** Lines shown. */
    static final int MOST = 100;

    /** Characters shown of a line. */
    static final int LINE_LENGTH = 500;

    private final Pattern pattern;
    private final BoundedText bounded;
    private final WorkFiles files;
    private final StringBuilder shown = new StringBuilder();
    private int count;

    private GrepTool(Pattern pattern, BoundedText bounded, WorkFiles files) {
        this.pattern = pattern;
        this.bounded = bounded;
        this.files = files;
    }

    record Arguments(
            @Doc("Java regular expression, matched in each line")
            String pattern,

            @Doc("Folder or file to search; the workspace when left out") @Nullable
            String path,

            @Doc("Which files, such as *.java or src/**/*.{ts,tsx}") @Nullable
            String include) {

        Path start(Workspace workspace) {
            return path == null ? workspace.root() : workspace.resolve(path);
        }
    }

    static Tool tool() {
        return Tool.of(
                        "grep",
                        "Finds lines in files by a regular expression, newest file first. What .gitignore names, binary"
                                + " files and files over 10 MiB are left out, links are not followed.",
                        Arguments.class,
                        GrepTool::find)
                .effect(Effect.READ)
                .actions((in, workspace) -> List.of(search(in.start(workspace))));
    }

    private static String find(Arguments in, ToolContext context) throws IOException {
        WorkFiles files = new WorkFiles(context);
        Path start = in.start(context.workspace());
        GrepTool search = new GrepTool(compile(in.pattern()), new BoundedText(context.cancellation()), files);
        Action whole = search(start);
        int closed = 0;
        int large = 0;
        for (FileWalk.Found file : files(in, start, files, context)) {
            context.cancellation().throwIfCancelled();
            if (!context.covers(whole, search(file.path()))) {
                closed++;
            } else if (file.size() > RegularFile.LARGEST) {
                large++;
            } else if (!search.lines(file.path())) {
                return search.shown + "(there are more; narrow the pattern, path or include)";
            }
        }
        return new LeftOut(closed, large)
                .after(
                        search.count == 0
                                ? "no line fits " + in.pattern() + " in " + files.show(start)
                                : search.shown.toString());
    }

    private static Action search(Path real) {
        return Action.file("grep", real, Effect.READ);
    }

    private static List<FileWalk.Found> files(Arguments in, Path start, WorkFiles files, ToolContext context) {
        if (!RegularFile.exists(start)) {
            throw files.missing(start);
        }
        if (!Files.isDirectory(start, LinkOption.NOFOLLOW_LINKS)) {
            return List.of(new FileWalk.Found(start, files.show(start), FileTime.fromMillis(0), 0));
        }
        return FileWalk.files(start, context.workspace().root(), included(in.include()), context.cancellation());
    }

    /** A pattern without a slash is one for the file's name. */
    private static Predicate<String> included(@Nullable String include) {
        if (include == null) {
            return path -> true;
        }
        Globs globs = Globs.of(include);
        return include.indexOf('/') >= 0
                ? globs::matches
                : path -> globs.matches(path.substring(path.lastIndexOf('/') + 1));
    }

    private static Pattern compile(String pattern) {
        try {
            return Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw new InvalidCall("not a regular expression: " + e.getMessage());
        } catch (StackOverflowError e) {
            throw new InvalidCall("the regular expression is nested too deeply");
        }
    }

    /** Adds the lines of a file; false when there is one too many. */
    private boolean lines(Path file) throws IOException {
        TextFile text = text(file);
        if (text == null) {
            return true;
        }
        int number = 0;
        for (String line : Lines.of(text.text())) {
            number++;
            if (!fits(line)) {
                continue;
            }
            if (++count > MOST) {
                return false;
            }
            shown.append(files.show(file))
                    .append(':')
                    .append(number)
                    .append(": ")
                    .append(Lines.cut(line, LINE_LENGTH))
                    .append('\n');
        }
        return true;
    }

    private boolean fits(String line) {
        try {
            return pattern.matcher(bounded.line(line)).find();
        } catch (StackOverflowError e) {
            // The JDK's matcher calls itself for each round of a repeated group.
            throw new InvalidCall("the pattern is too complex for a line of " + line.length()
                    + " characters: simplify repeated groups such as (a|b)*");
        }
    }

    private @Nullable TextFile text(Path file) throws IOException {
        try {
            byte[] bytes = RegularFile.readIfPresent(file, files.show(file));
            return bytes == null ? null : TextFile.decode(bytes);
        } catch (FileSystemException e) {
            return null;
        }
    }
}
