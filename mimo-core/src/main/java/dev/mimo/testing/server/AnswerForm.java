package dev.mimo.testing.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Reply;
import java.util.List;

/** A dialect's form of an answer. Made for one answer. */
sealed interface AnswerForm permits ChatAnswer, MessagesAnswer, ResponsesAnswer {

    static AnswerForm of(Asked asked) {
        return switch (asked.dialect()) {
            case CHAT -> new ChatAnswer(asked);
            case MESSAGES -> new MessagesAnswer(asked);
            case RESPONSES -> new ResponsesAnswer(asked);
        };
    }

    /** The whole stream. */
    List<WireEvent> events(Reply reply, Pieces pieces);

    /** The answer as one body. */
    ObjectNode body(Reply reply);

    /** An error in the middle of a stream; nothing comes after it. */
    List<WireEvent> error(int status, String words);
}
