package dev.mimo.memory.upkeep;

import dev.mimo.environment.MimoException;

/** Somebody else, here or in another process, runs upkeep of the same project; later it is possible. */
public final class UpkeepBusy extends MimoException {

    private static final long serialVersionUID = 1L;

    UpkeepBusy(String message) {
        super(message);
    }
}
