package dev.mimo.tool.web;

import dev.mimo.environment.Cancellation;
import java.util.List;

/** A search engine that the host plugs in. Safe for use by several threads. */
@FunctionalInterface
public interface WebSearch {

    /**
     * Searches; blocks.
     *
     * @param most how many hits are wanted at most
     * @return the best first; empty when there is nothing
     * @throws Exception when it could not search; the model is told the message, which must hold no credential
     */
    List<Hit> search(String query, int most, Cancellation cancellation) throws Exception;

    /**
     * A page that was found.
     *
     * @param excerpt some words of it; may be empty
     */
    record Hit(String title, String url, String excerpt) {}
}
