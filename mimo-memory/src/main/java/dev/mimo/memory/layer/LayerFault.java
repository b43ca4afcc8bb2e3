package dev.mimo.memory.layer;

/** A file cannot be understood, from this line on. */
final class LayerFault extends Exception {

    private static final long serialVersionUID = 1L;

    private final int line;

    /** Lines count from 1. */
    LayerFault(int line, String why) {
        super(why);
        this.line = line;
    }

    int line() {
        return line;
    }
}
