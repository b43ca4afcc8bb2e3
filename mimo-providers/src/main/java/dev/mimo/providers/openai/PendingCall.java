package dev.mimo.providers.openai;

import dev.mimo.model.ToolCall;
import dev.mimo.providers.openai.Delta.CallPiece;
import dev.mimo.providers.wire.ReceivedCall;

/** A tool call that is still coming in. */
final class PendingCall {

    /** Arguments longer than this are not looked into to see whether a call of the same name is the same call. */
    private static final int LONGEST_REPEATED = 64 * 1024;

    /** Which call of the reply, from 0. */
    final int position;

    private final int wireIndex;
    private final StringBuilder arguments = new StringBuilder();
    private String id;
    private String name = "";

    PendingCall(int position, CallPiece first) {
        this.position = position;
        Integer index = first.index();
        wireIndex = index == null ? -1 : index;
        id = first.id();
    }

    String name() {
        return name;
    }

    int length() {
        return arguments.length();
    }

    /**
     * Whether a piece goes on with this call. Its index alone does not tell: some servers give every call index 0, some none,
     * some an id with each piece.
     */
    boolean isContinuedBy(CallPiece piece) {
        Integer index = piece.index();
        if (index != null && index != wireIndex && wireIndex >= 0) {
            return false;
        }
        boolean otherId = !piece.id().isEmpty() && !id.isEmpty() && !piece.id().equals(id);
        if (piece.name().isEmpty()) {
            return !otherId || index != null;
        }
        if (otherId) {
            return false;
        }
        boolean sameId = !piece.id().isEmpty() && piece.id().equals(id);
        if (sameId || name.isEmpty() || (index != null && index == wireIndex && arguments.length() == 0)) {
            return true;
        }
        return piece.name().equals(name) && (piece.arguments().isEmpty() || !isWhole());
    }

    void add(CallPiece piece) {
        if (id.isEmpty()) {
            id = piece.id();
        }
        if (!piece.name().equals(name) && (name.isEmpty() || arguments.length() == 0)) {
            name = name + piece.name();
        }
        arguments.append(piece.arguments());
    }

    /**
     * The call as it came.
     *
     * @param mayBeCut whether the answer may have ended within it: arguments that had not begun are then missing, not empty
     */
    ToolCall finish(boolean mayBeCut) {
        return ReceivedCall.of(id, name, arguments.toString(), mayBeCut, null);
    }

    private boolean isWhole() {
        if (arguments.length() > LONGEST_REPEATED) {
            return false;
        }
        int last = arguments.length() - 1;
        while (last >= 0 && Character.isWhitespace(arguments.charAt(last))) {
            last--;
        }
        return last >= 0 && arguments.charAt(last) == '}' && finish(true).isWhole();
    }
}
