package dev.mimo.tool.coding;

import dev.mimo.model.Content;
import dev.mimo.tool.Action;
import dev.mimo.tool.Doc;
import dev.mimo.tool.Effect;
import dev.mimo.tool.InvalidCall;
import dev.mimo.tool.Tool;
import dev.mimo.tool.ToolContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
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
                        "Shows a text file with line numbers, an image, or what is in a folder. Files of any size"
                                + " come in pages; go on with offset. Read a file before you change it; those over 10 MiB can"
                                + " be read, but not changed with edit, patch or write.",
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
        if (files.size(real) > RegularFile.LARGEST) {
            return large(real, in, files.show(real), context);
        }
        byte[] bytes = files.read(real);
        String image = imageType(bytes);
        if (image != null) {
            return image(bytes, image, files.show(real));
        }
        TextFile text = TextFile.decode(bytes);
        if (text == null) {
            throw noText(files.show(real), bytes.length);
        }
        String page = page(text.text(), in, files.show(real));
        files.versions().saw(real, bytes);
        return page;
    }

    private static String page(String text, Arguments in, String shown) {
        List<String> lines = Lines.of(text);
        Page page = new Page(in.offset(), in.limit());
        for (int number = 1; number <= lines.size(); number++) {
            if (page.wants(number)) {
                String line = lines.get(number - 1);
                page.add(line, line.length());
            }
        }
        return page.shown(lines.size(), shown);
    }

    /** It cannot be changed with the file tools, so it need not be remembered as seen. */
    private static String large(Path real, Arguments in, String shown, ToolContext context) throws IOException {
        try (InputStream file = RegularFile.open(real)) {
            byte[] head = file.readNBytes(LargeText.CHUNK);
            if (imageType(head) != null) {
                throw imageTooLarge(shown, RegularFile.size(real, shown));
            }
            if (!LargeText.startsLikeText(head)) {
                throw noText(shown, RegularFile.size(real, shown));
            }
            Page page = new Page(in.offset(), in.limit());
            InputStream all = new SequenceInputStream(new ByteArrayInputStream(head), file);
            return page.shown(LargeText.read(all, page, context.cancellation()), shown);
        }
    }

    private static InvalidCall noText(String shown, long size) {
        return new InvalidCall(shown + " is binary or in an unknown encoding, " + RegularFile.size(size)
                + ": look at it with a command made for its format");
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
            throw imageTooLarge(shown, bytes.length);
        }
        return new Content.Image(type, Base64.getEncoder().encodeToString(bytes));
    }

    private static InvalidCall imageTooLarge(String shown, long size) {
        return new InvalidCall(shown + " is an image of " + RegularFile.size(size) + "; at most "
                + RegularFile.size(LARGEST_IMAGE) + " can be shown: make it smaller first");
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
