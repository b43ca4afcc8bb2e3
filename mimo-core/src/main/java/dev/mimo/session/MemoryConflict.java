package dev.mimo.session;

/** Others changed the same memory each time we tried; trying again later may work. */
public final class MemoryConflict extends StoreException {

    private static final long serialVersionUID = 1L;

    public MemoryConflict(String message) {
        super(message, null);
    }
}
