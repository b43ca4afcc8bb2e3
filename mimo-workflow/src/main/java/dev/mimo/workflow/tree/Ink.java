package dev.mimo.workflow.tree;

/** How words look on a terminal with colours. */
enum Ink {
    PLAIN(""),
    BOLD("1"),
    DIM("2"),
    BAD("31"),
    GOOD("32"),
    OPEN("33");

    private final String code;

    Ink(String code) {
        this.code = code;
    }

    String paint(String text) {
        return code.isEmpty() || text.isBlank() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
