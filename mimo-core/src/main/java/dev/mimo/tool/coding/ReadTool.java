package dev.mimo.tool.coding;

import dev.mimo.model.Content;
import dev.mimo.tool.Action;
import dev.mimo.tool.Doc;
import dev.mimo.tool.Effect;
import dev.mimo.tool.InvalidCall;
import dev.mimo.tool.Tool;
import dev.mimo.tool.ToolContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows a file in pages, a folder's entries, or a picture. */
final class ReadTool {

    /** Lines shown when no limit is given. */
    static final int LINES = 2_000;

    /** Characters shown of a line. */
    static final int LINE_LENGTH = 2_000;

    /** Characters shown in all; about a quarter of them in tokens. */
    static final int PAGE = 50 * 1024;

    /** Largest picture, bytes; providers take 5 MB of base 64 or less. */
    static final int LARGEST_IMAGE = 4_500_000;

    /** Entries shown of a folder. */
    static final int ENTRIES = 1_000;

    private ReadTool() {}

    record Arguments(
            @Doc("File or folder, relative to the workspace or absolute")
            String path,

            @Doc("First line to show, from 1") @Nullable Integer offset,

            @Doc("How many lines to show; 2000 when left out") @Nullable
            Integer limit) {
        Arguments {
            if (offset != null && offset < 1) {
                throw new IllegalArgumentException("offset counts from 1, not " + offset);
            }
            if (limit != null && limit < 1) {
                throw new IllegalArgumentException("limit must be at least 1, not " + limit);
            }
        }
    }

    static Tool tool() {
        return Tool.of(
                        "read",
                        "Shows a text file with line numbers, an image, or what is in a folder. Long files come in pages;"
                                + " go on with offset. Read a file before you change it.",
                        Arguments.class,
                        ReadTool::read)
                .effect(Effect.READ)
                .actions((in, workspace) -> List.of(Action.file("read", workspace.resolve(in.path()), Effect.READ)));
    }

    private static Object read(Arguments in, ToolContext context) throws IOException {
        WorkFiles files = new WorkFiles(context);
        Path real = files.resolve(in.path());
        if (Files.isDirectory(real, LinkOption.NOFOLLOW_LINKS)) {
            return folder(real);
        }
        byte[] bytes = files.read(real);
        String image = imageType(bytes);
        if (image != null) {
            return image(bytes, image, files.show(real));
        }
        TextFile text = TextFile.decode(bytes);
        if (text == null) {
            throw new InvalidCall(files.show(real) + " is binary or in an unknown encoding, "
                    + RegularFile.size(bytes.length) + ": look at it with a command made for its format");
        }
        String page = page(text.text(), in, files.show(real));
        files.versions().saw(real, bytes);
        return page;
    }

    private static String page(String text, Arguments in, String shown) {
        List<String> lines = Lines.of(text);
        int first = in.offset() == null ? 1 : in.offset();
        if (lines.isEmpty() && first == 1) {
            return "(" + shown + " is empty)";
        }
        if (first > lines.size()) {
            throw new InvalidCall(shown + " has " + lines.size() + " lines, so there is no line " + first);
        }
        int most = in.limit() == null ? LINES : in.limit();
        StringBuilder page = new StringBuilder();
        int next = first;
        while (next <= lines.size() && next - first < most) {
            String line = Lines.numbered(next, Lines.cut(lines.get(next - 1), LINE_LENGTH));
            if (page.length() + line.length() > PAGE) {
                break;
            }
            page.append(line);
            next++;
        }
        int left = lines.size() - next + 1;
        return left == 0 ? page.toString() : page + "(" + left + " more lines; go on with offset " + next + ")";
    }

    private static String folder(Path real) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(real)) {
            for (Path entry : entries) {
                boolean folder = Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS);
                String mark = folder ? "/" : Files.isSymbolicLink(entry) ? "@" : "";
                names.add(entry.getFileName() + mark);
            }
        }
        if (names.isEmpty()) {
            return "(the folder is empty)";
        }
        names.sort(null);
        String all = String.join("\n", names.subList(0, Math.min(ENTRIES, names.size())));
        return names.size() <= ENTRIES
                ? all
                : all + "\n(" + (names.size() - ENTRIES) + " more; look for them with glob)";
    }

    private static Content image(byte[] bytes, String type, String shown) {
        if (bytes.length > LARGEST_IMAGE) {
            throw new InvalidCall(shown + " is an image of " + RegularFile.size(bytes.length) + "; at most "
                    + RegularFile.size(LARGEST_IMAGE) + " can be shown: make it smaller first");
        }
        return new Content.Image(type, Base64.getEncoder().encodeToString(bytes));
    }

    /** By the first bytes, as names lie; null when it is none that providers take. */
    private static @Nullable String imageType(byte[] bytes) {
        String head = new String(bytes, 0, Math.min(12, bytes.length), StandardCharsets.ISO_8859_1);
        if (head.startsWith("\u0089PNG\r\n\u001a\n")) {
            return "image/png";
        }
        if (head.startsWith("\u00ff\u00d8\u00ff")) {
            return "image/jpeg";
        }
        if (head.startsWith("GIF87a") || head.startsWith("GIF89a")) {
            return "image/gif";
        }
        return head.startsWith("RIFF") && head.endsWith("WEBP") ? "image/webp" : null;
    }
}
