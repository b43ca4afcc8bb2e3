package dev.mimo.examples.report;

/** One part of the page. */
interface Panel {

    /** Its anchor. */
    String id();

    String title();

    /** Whether there is nothing to show. */
    boolean isEmpty();

    /** Writes what stands below the title. */
    void write(Html html);
}
