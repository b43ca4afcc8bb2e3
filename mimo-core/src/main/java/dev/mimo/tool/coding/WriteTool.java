package dev.mimo.tool.coding;

import dev.mimo.tool.Action;
import dev.mimo.tool.Doc;
import dev.mimo.tool.Effect;
import dev.mimo.tool.InvalidCall;
import dev.mimo.tool.Tool;
import dev.mimo.tool.ToolContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Writes a whole file. */
final class WriteTool {

    private WriteTool() {}

    record Arguments(
            @Doc("File, relative to the workspace or absolute; missing folders are made")
            String path,

            @Doc("All that the file is to hold") String content) {}

    static Tool tool() {
        return Tool.of(
                        "write",
                        "Creates a file, or replaces all of it. A file that exists must have been read before; to change a"
                                + " part of it use edit.",
                        Arguments.class,
                        WriteTool::write)
                .effect(Effect.EDIT)
                .actions((in, workspace) -> List.of(Action.file("write", workspace.resolve(in.path()), Effect.EDIT)));
    }

    private static String write(Arguments in, ToolContext context) throws Exception {
        WorkFiles files = new WorkFiles(context);
        Path real = files.resolve(in.path());
        if (Files.isDirectory(real, LinkOption.NOFOLLOW_LINKS)) {
            throw new InvalidCall(files.show(real) + " is a folder");
        }
        return files.alone(List.of(real), () -> write(in.content(), real, files));
    }

    private static String write(String content, Path real, WorkFiles files) throws IOException {
        byte[] before = files.readIfPresent(real);
        String shown = files.show(real);
        byte[] after = before == null
                ? TextFile.of(content).encode()
                : like(before, content).encode();
        if (before != null && Arrays.equals(before, after)) {
            files.versions().saw(real, after);
            return shown + " holds exactly that already";
        }
        FileChanges changes = new FileChanges(files);
        changes.content(real);
        changes.plan(real, after, null);
        changes.write();
        String size = RegularFile.size(after.length);
        return before == null ? "created " + shown + ", " + size : "replaced " + shown + ", " + size;
    }

    /** The new content in the old one's charset, with its mark, and its line ends where all of them are alike. */
    private static TextFile like(byte[] before, String content) {
        TextFile old = TextFile.decode(before);
        if (old == null) {
            return TextFile.of(content);
        }
        String text = old.marked() && content.startsWith("\uFEFF") ? content.substring(1) : content;
        boolean plain = text.indexOf('\r') < 0 && "\r\n".equals(old.lineEnd());
        return old.with(plain ? text.replace("\n", "\r\n") : text);
    }
}
