package dev.mimo.examples.pictures;

import org.jspecify.annotations.Nullable;

/** How a character looks, by the codes that terminals know. {@code colour}: null for that of all text. */
record Look(@Nullable Colour colour, boolean bold, boolean dim, boolean italic, boolean underline) {

    static final Look PLAIN = new Look(null, false, false, false, false);

    private static final int FIRST_COLOUR = 30;
    private static final int FIRST_BRIGHT = 90;

    /** In the order of their codes; each is easy to read on the picture's dark ground. */
    enum Colour {
        BLACK("#8b949e"),
        RED("#ff7b72"),
        GREEN("#7ee787"),
        YELLOW("#e3b341"),
        BLUE("#79c0ff"),
        MAGENTA("#d2a8ff"),
        CYAN("#76d9e6"),
        WHITE("#e6edf3");

        private final String fill;

        Colour(String fill) {
            this.fill = fill;
        }

        String fill() {
            return fill;
        }
    }

    /** The look after a code of the sequence that ends with m; codes that are not known change nothing. */
    Look with(int code) {
        return switch (code) {
            case 0 -> PLAIN;
            case 1 -> new Look(colour, true, dim, italic, underline);
            case 2 -> new Look(colour, bold, true, italic, underline);
            case 3 -> new Look(colour, bold, dim, true, underline);
            case 4 -> new Look(colour, bold, dim, italic, true);
            case 22 -> new Look(colour, false, false, italic, underline);
            case 23 -> new Look(colour, bold, dim, false, underline);
            case 24 -> new Look(colour, bold, dim, italic, false);
            case 39 -> new Look(null, bold, dim, italic, underline);
            default -> {
                int index = code >= FIRST_BRIGHT ? code - FIRST_BRIGHT : code - FIRST_COLOUR;
                Colour[] all = Colour.values();
                yield index < 0 || index >= all.length ? this : new Look(all[index], bold, dim, italic, underline);
            }
        };
    }
}
