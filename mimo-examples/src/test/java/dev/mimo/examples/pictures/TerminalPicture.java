package dev.mimo.examples.pictures;

import dev.mimo.examples.pictures.Screen.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A window of a terminal as an SVG that needs no script, no style sheet and no font of its own. Every stretch of text stands at
 * its column and is as wide as its columns, whatever font is there, so lines are never cut and tables stay straight.
 */
final class TerminalPicture {

    private static final double CELL = 8.4;
    private static final int LINE = 19;
    private static final int SIDE = 18;
    private static final int TITLE = 34;
    private static final int BASELINE = 14;
    private static final String PLAIN = "#e6edf3";
    private static final String DIM = "#9ba5b0";
    private static final String FONTS = "ui-monospace, SFMono-Regular, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono',"
            + " 'Liberation Mono', monospace";

    private final String title;
    private final String description;
    private final Screen screen;
    private final int columns;

    /** {@code description}: what is to be seen, for who cannot see it; the text of the screen follows it. */
    TerminalPicture(String title, String description, Screen screen, int columns) {
        this.title = title;
        this.description = description;
        this.screen = screen;
        this.columns = columns;
    }

    String svg() {
        List<List<Cell>> lines = screen.lines();
        double width = Math.ceil(columns * CELL) + 2 * SIDE;
        int height = TITLE + SIDE + lines.size() * LINE + SIDE / 2;
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1$s\" height=\"%2$d\" viewBox=\"0 0 %1$s %2$d\""
                        + " role=\"img\" aria-labelledby=\"title text\">%n",
                number(width),
                height));
        svg.append("<title id=\"title\">").append(escaped(title)).append("</title>\n");
        svg.append("<desc id=\"text\">")
                .append(escaped(description + "\n\n" + screen.text()))
                .append("</desc>\n");
        window(svg, width, height);
        svg.append("<g font-family=\"")
                .append(FONTS)
                .append("\" font-size=\"14\" fill=\"")
                .append(PLAIN)
                .append("\">\n");
        for (int i = 0; i < lines.size(); i++) {
            line(svg, lines.get(i), TITLE + SIDE / 2 + i * LINE + BASELINE);
        }
        return svg.append("</g>\n</svg>\n").toString().replace(System.lineSeparator(), "\n");
    }

    private void window(StringBuilder svg, double width, int height) {
        svg.append(String.format(
                Locale.ROOT,
                "<rect x=\"0.5\" y=\"0.5\" width=\"%s\" height=\"%d\" rx=\"9\" fill=\"#1b2027\" stroke=\"#4d5763\"/>%n",
                number(width - 1),
                height - 1));
        svg.append(String.format(
                Locale.ROOT,
                "<path d=\"M1 %2$d V10 A9 9 0 0 1 10 1 H%3$s A9 9 0 0 1 %1$s 10 V%2$d Z\" fill=\"#2b323b\"/>%n",
                number(width - 1),
                TITLE - 4,
                number(width - 10)));
        int x = SIDE;
        for (String fill : List.of("#ff6b61", "#e9b83a", "#4fc15f")) {
            svg.append("<circle cx=\"" + x + "\" cy=\"15.5\" r=\"5.5\" fill=\"" + fill + "\"/>\n");
            x += SIDE;
        }
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%s\" y=\"20\" text-anchor=\"middle\" font-family=\"%s\" font-size=\"13\" fill=\"%s\">%s</text>%n",
                number(width / 2),
                FONTS,
                DIM,
                escaped(title)));
    }

    private static void line(StringBuilder svg, List<Cell> line, int y) {
        List<Stretch> stretches = Stretch.of(line);
        if (stretches.isEmpty()) {
            return;
        }
        svg.append("<text y=\"").append(y).append("\">");
        stretches.forEach(stretch -> stretch.write(svg));
        svg.append("</text>\n");
    }

    /** Characters side by side that look the same; no two blanks in a row, as readers of XML may drop them. */
    private record Stretch(int column, String text, Look look) {

        static List<Stretch> of(List<Cell> line) {
            List<Stretch> all = new ArrayList<>();
            int at = 0;
            while (at < line.size()) {
                int end = at + 1;
                while (end < line.size() && goesOn(line, at, end)) {
                    end++;
                }
                StringBuilder text = new StringBuilder();
                line.subList(at, end).forEach(cell -> text.append(cell.text()));
                String shown = text.toString().stripTrailing();
                if (!shown.isEmpty()) {
                    all.add(new Stretch(at, shown, line.get(at).look()));
                }
                at = end;
            }
            return all;
        }

        /* A symbol may come from another font, which has other widths: only plain text, or the same symbol, is one stretch. */
        private static boolean goesOn(List<Cell> line, int from, int at) {
            Cell first = line.get(from);
            Cell cell = line.get(at);
            if (!cell.look().equals(first.look()) || isBlank(first)) {
                return false;
            }
            boolean plain = isAscii(first) && isAscii(cell) && !(isBlank(cell) && isBlank(line.get(at - 1)));
            return plain || cell.text().equals(first.text());
        }

        private static boolean isAscii(Cell cell) {
            return cell.text().codePointAt(0) < 0x7f;
        }

        private static boolean isBlank(Cell cell) {
            return cell.text().equals(" ");
        }

        void write(StringBuilder svg) {
            int count = text.codePointCount(0, text.length());
            svg.append("<tspan x=\"").append(number(SIDE + column * CELL)).append('"');
            if (count > 1) {
                svg.append(" textLength=\"")
                        .append(number(count * CELL))
                        .append("\" lengthAdjust=\"spacingAndGlyphs\"");
            }
            String fill = look.colour() != null ? look.colour().fill() : look.dim() ? DIM : null;
            if (fill != null) {
                svg.append(" fill=\"").append(fill).append('"');
            }
            svg.append(look.bold() ? " font-weight=\"bold\"" : "")
                    .append(look.italic() ? " font-style=\"italic\"" : "")
                    .append(look.underline() ? " text-decoration=\"underline\"" : "")
                    .append(look.dim() && look.colour() != null ? " opacity=\"0.75\"" : "")
                    .append('>')
                    .append(escaped(text))
                    .append("</tspan>");
        }
    }

    private static String number(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    /** As text or a value in XML; what XML cannot hold becomes a mark. */
    private static String escaped(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                default -> safe.appendCodePoint(isXml(c) ? c : '\ufffd');
            }
        });
        return safe.toString();
    }

    private static boolean isXml(int c) {
        return c == '\n' || (c >= 0x20 && c <= 0xd7ff) || (c >= 0xe000 && c <= 0xfffd) || c >= 0x10000;
    }
}
