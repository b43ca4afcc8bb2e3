package dev.mimo.testing.wire;

/**
 * A demand that a request does not meet.
 *
 * @param rule which demand
 * @param where the place in the request, such as {@code messages[2].content[0]}; empty for the request as a whole
 * @param words what the provider says to it, or would say where it only misbehaves
 */
public record Violation(Rule rule, String where, String words) {

    /** What providers demand. */
    public enum Rule {
        /** A field is there, and of the right type. */
        FIELD,
        /** Roles and types of items are known ones. */
        KNOWN_KIND,
        /** The user speaks first. */
        USER_FIRST,
        /** User and assistant take turns. */
        ALTERNATION,
        /** What is said is not empty. */
        NOT_EMPTY,
        /** Every call has its result, right after it. */
        CALL_ANSWERED,
        /** Every result belongs to a call before it, and is the only one. */
        RESULT_ASKED,
        /** Results come before anything else that is said in their message. */
        RESULTS_FIRST,
        /** Ids are given once. */
        ID_UNIQUE,
        /** Ids have the letters and the length that are allowed. */
        ID_FORM,
        /** Reasoning goes back with the calls that came of it. */
        REASONING_REPLAYED,
        /** Reasoning goes back directly before what came of it. */
        REASONING_ORDER,
        /** Thinking goes back with its signature. */
        THINKING_SIGNED,
        /** Thinking goes back as it came. */
        THINKING_UNCHANGED,
        /** A turn of the assistant begins with its thinking while thinking is on. */
        THINKING_FIRST,
        /** The thinking budget is large enough and below the output limit. */
        THINKING_BUDGET,
        /** Sampling is left alone while thinking is on. */
        SAMPLING,
        /** The choice of tools is one that the vendor takes, now. */
        TOOL_CHOICE,
        /** Cache marks are few, and where they may be. */
        CACHE_MARKS,
        /** The conversation does not end with words put into the assistant's mouth. */
        NO_PREFILL,
        /** What is referred to by id is held by the server, or sent along. */
        ITEM_KNOWN
    }

    @Override
    public String toString() {
        return rule + (where.isEmpty() ? "" : " at " + where) + ": " + words;
    }
}
