package dev.mimo.examples.report;

import java.util.Locale;

/**
 * A drawing that is as wide as the page lets it be. Shapes lie on a field of {@link #WIDTH} units that is stretched; texts
 * and marks are placed by share and keep their size. No element needs a style of its own.
 */
final class Plot {

    /** The width of the stretched field. */
    static final int WIDTH = 1_000;

    private final Html html;

    private Plot(Html html) {
        this.html = html;
    }

    /** Begins a drawing; {@code label} says what it shows to those who do not see it. */
    static Plot open(String kind, int height, String label, Html html) {
        html.open(
                "svg",
                "class",
                "plot " + kind,
                "width",
                "100%",
                "height",
                String.valueOf(height),
                "role",
                "img",
                "aria-label",
                label);
        return new Plot(html);
    }

    /** A drawing of fixed width beside it, for what its lines mean. */
    static Plot openAxis(int width, int height, Html html) {
        html.open(
                "svg",
                "class",
                "axis",
                "width",
                String.valueOf(width),
                "height",
                String.valueOf(height),
                "aria-hidden",
                "true");
        return new Plot(html);
    }

    void close() {
        html.close();
    }

    /** Begins the stretched field. */
    Plot field(int y, int height) {
        html.open(
                "svg",
                "y",
                String.valueOf(y),
                "width",
                "100%",
                "height",
                String.valueOf(height),
                "viewBox",
                "0 0 " + WIDTH + " " + height,
                "preserveAspectRatio",
                "none");
        return this;
    }

    Plot path(String kind, String d) {
        html.leaf("path", "", "class", kind, "d", d);
        return this;
    }

    /** A level line over the whole width. */
    Plot level(String kind, double y) {
        return line(kind, 0, y, 1, y);
    }

    /** A line between two points, x by share. */
    Plot line(String kind, double x1, double y1, double x2, double y2) {
        html.leaf("line", "", "class", kind, "x1", share(x1), "y1", px(y1), "x2", share(x2), "y2", px(y2));
        return this;
    }

    /** A box, x and width by share, with words that show when it is pointed at. */
    Plot box(String kind, double x, double y, double width, double height, String words) {
        html.open("rect", "class", kind, "x", share(x), "y", px(y), "width", share(width), "height", px(height));
        title(words);
        return this;
    }

    /** A mark of fixed size around a point. */
    Plot mark(String kind, double x, double y, String d, String words) {
        html.open("svg", "class", "mark", "x", share(x), "y", px(y)).open("path", "class", kind, "d", d);
        title(words);
        html.close();
        return this;
    }

    /** A text; near an edge it keeps within. */
    Plot text(String kind, double x, double y, String words) {
        String anchor = x < 0.04 ? "start" : x > 0.96 ? "end" : "middle";
        return text(kind, x, y, anchor, words);
    }

    Plot text(String kind, double x, double y, String anchor, String words) {
        html.leaf("text", words, "class", kind, "x", share(x), "y", px(y), "text-anchor", anchor);
        return this;
    }

    private void title(String words) {
        if (!words.isEmpty()) {
            html.leaf("title", words);
        }
        html.close();
    }

    static String share(double share) {
        return number(share * 100) + "%";
    }

    static String px(double value) {
        return number(value);
    }

    /** At most two digits behind the point. */
    static String number(double value) {
        String text = String.format(Locale.ROOT, "%.2f", value);
        return text.replaceAll("\\.?0+$", "");
    }
}
