package dev.mimo.mcp;

/** A server cannot be reached, or was lost. The message is for people and models: cleaned, bounded, without secrets. */
final class ServerFailure extends Exception {

    private static final long serialVersionUID = 1L;

    ServerFailure(String message) {
        super(message);
    }

    /** Never null. */
    String words() {
        return String.valueOf(getMessage());
    }
}
