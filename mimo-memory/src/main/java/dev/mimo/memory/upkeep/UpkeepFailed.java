package dev.mimo.memory.upkeep;

import dev.mimo.environment.MimoException;

/** A job of upkeep did nothing: its plan goes too far, its model's answer is no use, or what it was to change has changed. */
public final class UpkeepFailed extends MimoException {

    private static final long serialVersionUID = 1L;

    UpkeepFailed(String message) {
        super(message);
    }
}
