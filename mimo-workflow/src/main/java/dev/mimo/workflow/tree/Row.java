package dev.mimo.workflow.tree;

/**
 * A line of a tree, before it is known how wide it may be.
 *
 * @param guides what leads to it from the lines above
 * @param mark one character that says how it stands; empty for none
 * @param words what it is
 * @param detail more of it, of less weight
 * @param time empty when unknown
 * @param tokens empty when there are none
 */
record Row(String guides, String mark, Ink ink, String words, String detail, String time, String tokens) {

    private static final int TIME = 12;
    private static final int TOKENS = 7;
    private static final int ROOM_FOR_TIME = 40;
    private static final int ROOM_FOR_TOKENS = 56;

    static Row of(String guides, String words) {
        return new Row(guides, "", Ink.DIM, "", words, "", "");
    }

    /** At most so many columns wide. */
    String line(int width, boolean colours) {
        boolean figures = !(time + tokens).isEmpty();
        int timeWidth = figures && width >= ROOM_FOR_TIME ? TIME : 0;
        int tokenWidth = figures && width >= ROOM_FOR_TOKENS ? TOKENS : 0;
        String lead = guides.substring(0, Math.min(guides.length(), width / 2));
        String sign = mark.isEmpty() ? "" : mark + " ";
        int room = width - lead.length() - sign.length() - timeWidth - tokenWidth;
        String shown = Plain.cut(words, room);
        String more =
                detail.isEmpty() ? "" : Plain.cut((shown.isEmpty() ? "" : " · ") + detail, room - Plain.columns(shown));
        int used = Plain.columns(shown) + Plain.columns(more);
        String right = timeWidth == 0 ? "" : " ".repeat(Math.max(0, room - used)) + right(time, timeWidth);
        right += tokenWidth == 0 ? "" : right(tokens, tokenWidth);
        Ink detailInk = ink == Ink.BAD ? Ink.BAD : Ink.DIM;
        String line = paint(Ink.DIM, lead, colours)
                + paint(ink, sign, colours)
                + paint(mark.isEmpty() ? ink : Ink.PLAIN, shown, colours)
                + paint(detailInk, more, colours)
                + paint(Ink.DIM, right, colours);
        return line.stripTrailing();
    }

    private static String right(String text, int columns) {
        return " ".repeat(Math.max(0, columns - text.length())) + text;
    }

    private static String paint(Ink ink, String text, boolean colours) {
        return colours ? ink.paint(text) : text;
    }
}
