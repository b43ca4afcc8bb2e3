package dev.mimo.tool.coding;

import dev.mimo.tool.Action;
import dev.mimo.tool.Doc;
import dev.mimo.tool.Effect;
import dev.mimo.tool.InvalidCall;
import dev.mimo.tool.Tool;
import dev.mimo.tool.ToolContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Replaces a text in a file by another one. */
final class EditTool {

    /** Line numbers named when a text stands in several places. */
    private static final int MOST_NUMBERS = 20;

    private EditTool() {}

    record Arguments(
            @Doc("File, relative to the workspace or absolute")
            String path,

            @Doc(value = "Text to replace, exactly as in the file, without line numbers", name = "old")
            String from,

            @Doc(value = "Text to put there", name = "new") String to,

            @Doc("Whether to replace it everywhere; otherwise it must stand in one place only") @Nullable
            Boolean all) {
        Arguments {
            if (from.isEmpty()) {
                throw new IllegalArgumentException("old is empty; use write to create or replace a whole file");
            }
            if (from.equals(to)) {
                throw new IllegalArgumentException("old and new are the same, so there is nothing to change");
            }
        }
    }

    static Tool tool() {
        return Tool.of(
                        "edit",
                        "Replaces a text in a file. The file must have been read before; the text must be given exactly,"
                                + " with enough around it to be unique.",
                        Arguments.class,
                        EditTool::edit)
                .effect(Effect.EDIT)
                .actions((in, workspace) -> List.of(Action.file("edit", workspace.resolve(in.path()), Effect.EDIT)));
    }

    private static String edit(Arguments in, ToolContext context) throws Exception {
        WorkFiles files = new WorkFiles(context);
        Path real = files.resolve(in.path());
        return files.alone(List.of(real), () -> edit(in, real, files));
    }

    private static String edit(Arguments in, Path real, WorkFiles files) throws IOException {
        FileChanges changes = new FileChanges(files);
        byte[] before = changes.content(real);
        if (before == null) {
            throw files.missing(real);
        }
        TextFile file = files.text(real, before);
        Replacement replacement = new Replacement(file.text(), in.from(), in.to());
        List<Integer> places = replacement.places();
        String shown = files.show(real);
        if (places.isEmpty()) {
            throw new InvalidCall(
                    "old is not in " + shown + ClosestRegion.of(replacement.plainText(), Replacement.plain(in.from())));
        }
        String numbers = numbers(replacement.plainText(), places);
        if (places.size() > 1 && !Boolean.TRUE.equals(in.all())) {
            throw new InvalidCall("old stands in " + places.size() + " places of " + shown + ", " + numbers
                    + "; give more of what is around it, or set all");
        }
        changes.plan(real, file.with(replacement.at(places)).encode(), null);
        if (!changes.differ()) {
            throw new InvalidCall("old and new differ in line ends only, and those of the file are kept");
        }
        changes.write();
        return "changed " + shown + ", " + numbers;
    }

    private static String numbers(String text, List<Integer> places) {
        int number = 1;
        int counted = 0;
        List<String> numbers = new ArrayList<>();
        for (int place : places.subList(0, Math.min(MOST_NUMBERS, places.size()))) {
            number += Lines.number(text.substring(counted, place), place - counted) - 1;
            counted = place;
            numbers.add(Integer.toString(number));
        }
        String more = places.size() > MOST_NUMBERS ? ", …" : "";
        return (places.size() == 1 ? "line " : "lines ") + String.join(", ", numbers) + more;
    }
}
