package dev.mimo.tool.coding;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the form of patches without line numbers that some models were taught: {@code *** Update File: name}. */
final class EnvelopeParser {

    static final String BEGIN = "*** Begin Patch";
    private static final String END = "*** End Patch";

    private EnvelopeParser() {}

    static List<FilePatch> parse(PatchText in) {
        in.take();
        List<FilePatch> files = new ArrayList<>();
        while (!in.isOver() && !in.peek().startsWith(END)) {
            files.add(file(in));
        }
        return files;
    }

    private static FilePatch file(PatchText in) {
        String name = in.takeAfter("*** Add File: ");
        if (name != null) {
            List<FilePatch.Line> lines = new ArrayList<>();
            while (in.peek().startsWith("+")) {
                lines.add(new FilePatch.Line('+', in.take().substring(1), false));
            }
            return new FilePatch(null, name.strip(), List.of(new FilePatch.Hunk(0, null, lines)), false);
        }
        name = in.takeAfter("*** Delete File: ");
        if (name != null) {
            return new FilePatch(name.strip(), null, List.of(), false);
        }
        name = in.takeAfter("*** Update File: ");
        if (name == null) {
            throw in.fault("*** Update File: NAME, *** Add File: NAME or *** Delete File: NAME is expected");
        }
        String to = in.takeAfter("*** Move to: ");
        return new FilePatch(name.strip(), (to == null ? name : to).strip(), hunks(in), false);
    }

    private static List<FilePatch.Hunk> hunks(PatchText in) {
        List<FilePatch.Hunk> hunks = new ArrayList<>();
        while (!in.isOver() && !in.peek().startsWith("*** ")) {
            String mark = in.takeAfter("@@");
            List<FilePatch.Line> lines = new ArrayList<>();
            while (!in.isOver() && !in.peek().startsWith("@@") && !in.peek().startsWith("*** ")) {
                lines.add(line(in));
            }
            in.takeAfter("*** End of File");
            if (!lines.isEmpty()) {
                hunks.add(new FilePatch.Hunk(0, anchor(mark), lines));
            }
        }
        return hunks;
    }

    private static @Nullable String anchor(@Nullable String mark) {
        return mark == null || mark.isBlank() ? null : mark.strip();
    }

    private static FilePatch.Line line(PatchText in) {
        String line = in.peek();
        char kind = line.isEmpty() ? ' ' : line.charAt(0);
        if (kind != ' ' && kind != '+' && kind != '-') {
            throw in.fault("a line of a hunk begins with a blank, + or -");
        }
        in.take();
        return new FilePatch.Line(kind, line.isEmpty() ? "" : line.substring(1), false);
    }
}
