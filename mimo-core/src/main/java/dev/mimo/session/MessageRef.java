package dev.mimo.session;

/**
 * Where something was said: {@code ticket-4711#17}. It stays valid as long as the session is stored, and finds what was said
 * whatever the model has since been shown.
 *
 * @param session the conversation
 * @param sequence the entry's number in it, from 0
 */
public record MessageRef(SessionId session, long sequence) {

    public MessageRef {
        if (sequence < 0) {
            throw new IllegalArgumentException("an entry's number is at least 0: " + sequence);
        }
    }

    /**
     * Reads {@code session#17}; the session's name may itself hold a {@code #}.
     *
     * @throws IllegalArgumentException when it is nothing of that form
     */
    public static MessageRef parse(String text) {
        int mark = text.lastIndexOf('#');
        if (mark < 1 || !text.substring(mark + 1).matches("[0-9]{1,18}")) {
            throw new IllegalArgumentException("a message is named session#number, not \"" + text + "\"");
        }
        return new MessageRef(SessionId.of(text.substring(0, mark)), Long.parseLong(text.substring(mark + 1)));
    }

    @Override
    public String toString() {
        return session + "#" + sequence;
    }
}
