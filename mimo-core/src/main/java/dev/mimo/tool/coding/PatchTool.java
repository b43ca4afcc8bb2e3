package dev.mimo.tool.coding;

import dev.mimo.tool.Action;
import dev.mimo.tool.Doc;
import dev.mimo.tool.Effect;
import dev.mimo.tool.InvalidCall;
import dev.mimo.tool.Tool;
import dev.mimo.tool.ToolContext;
import dev.mimo.tool.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Changes several files at once, all of them or none. */
final class PatchTool {

    private PatchTool() {}

    record Arguments(
            @Doc("A unified diff, as git diff prints it") String patch) {}

    static Tool tool() {
        return Tool.of(
                        "patch",
                        "Changes, creates, deletes and moves files by a unified diff; all of it or, when something does not"
                                + " fit, nothing. Files that exist must have been read before.",
                        Arguments.class,
                        PatchTool::patch)
                .effect(Effect.EDIT)
                .actions((in, workspace) -> touched(PatchParser.parse(in.patch()), workspace).stream()
                        .map(path -> Action.file("patch", path, Effect.EDIT))
                        .toList());
    }

    private static Set<Path> touched(List<FilePatch> patches, Workspace workspace) {
        return patches.stream()
                .flatMap(patch ->
                        Stream.of(patch.from() == null ? "" : patch.from(), patch.to() == null ? "" : patch.to()))
                .filter(name -> !name.isEmpty())
                .map(workspace::resolve)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static String patch(Arguments in, ToolContext context) throws Exception {
        WorkFiles files = new WorkFiles(context);
        List<FilePatch> patches = PatchParser.parse(in.patch());
        return files.alone(touched(patches, context.workspace()), () -> patch(patches, files));
    }

    private static String patch(List<FilePatch> patches, WorkFiles files) throws IOException {
        FileChanges changes = new FileChanges(files);
        StringBuilder told = new StringBuilder();
        for (FilePatch patch : patches) {
            told.append(told.isEmpty() ? "" : "\n").append(plan(patch, files, changes));
        }
        changes.write();
        return told.toString();
    }

    private static String plan(FilePatch patch, WorkFiles files, FileChanges changes) throws IOException {
        Path from = real(patch.from(), files);
        Path to = real(patch.to(), files);
        if (from == null && to != null) {
            return create(patch, to, files, changes);
        }
        if (from == null) {
            throw new InvalidCall("the patch does not say which file is meant");
        }
        byte[] before = changes.content(from);
        if (before == null) {
            throw files.missing(from);
        }
        byte[] after = patch.hunks().isEmpty() ? before : applied(patch, from, before, files);
        if (to == null) {
            if (patch.whole()
                    && !patch.hunks().isEmpty()
                    && !files.text(from, after).text().isEmpty()) {
                throw new InvalidCall("the patch deletes " + files.show(from) + " but leaves lines in it");
            }
            changes.plan(from, null, null);
            return "deleted " + files.show(from);
        }
        if (to.equals(from)) {
            changes.plan(from, after, null);
            return "changed " + files.show(from);
        }
        requireFree(to, files, changes);
        changes.plan(to, after, from);
        changes.plan(from, null, null);
        return "moved " + files.show(from) + " to " + files.show(to);
    }

    private static String create(FilePatch patch, Path to, WorkFiles files, FileChanges changes) throws IOException {
        requireFree(to, files, changes);
        String text = HunkApplication.apply("", patch.hunks(), files.show(to));
        changes.plan(to, TextFile.of(text).encode(), null);
        return "created " + files.show(to);
    }

    private static byte[] applied(FilePatch patch, Path real, byte[] before, WorkFiles files) {
        TextFile file = files.text(real, before);
        return file.with(HunkApplication.apply(file.text(), patch.hunks(), files.show(real)))
                .encode();
    }

    private static void requireFree(Path to, WorkFiles files, FileChanges changes) throws IOException {
        if (!changes.isFree(to)) {
            throw new InvalidCall(files.show(to) + " exists already");
        }
        changes.content(to);
    }

    private static @Nullable Path real(@Nullable String name, WorkFiles files) {
        return name == null ? null : files.resolve(name);
    }
}
