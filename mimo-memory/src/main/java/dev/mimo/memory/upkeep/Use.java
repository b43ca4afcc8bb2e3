package dev.mimo.memory.upkeep;

import dev.mimo.environment.Cancellation;
import dev.mimo.environment.Environment;
import dev.mimo.environment.EventSink;
import dev.mimo.model.Model;
import org.jspecify.annotations.Nullable;

/** What a host lets a job use. */
record Use(@Nullable Model model, EventSink events, Environment environment, Cancellation cancellation) {

    static final Use NOTHING = new Use(null, EventSink.none(), Environment.standard(), Cancellation.never());

    Use withModel(Model other) {
        return new Use(other, events, environment, cancellation);
    }

    Use withEvents(EventSink other) {
        return new Use(model, other, environment, cancellation);
    }

    Use withEnvironment(Environment other) {
        return new Use(model, events, other, cancellation);
    }

    Use withCancellation(Cancellation other) {
        return new Use(model, events, environment, other);
    }
}
