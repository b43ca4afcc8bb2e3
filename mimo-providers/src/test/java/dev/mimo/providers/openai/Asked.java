package dev.mimo.providers.openai;

import dev.mimo.environment.Environment;
import dev.mimo.environment.Event;
import dev.mimo.model.Model;
import dev.mimo.model.ModelCall;
import dev.mimo.model.Prompt;
import dev.mimo.model.Reply;
import dev.mimo.model.Role;
import dev.mimo.model.TextDelta;
import dev.mimo.model.ThinkingDelta;
import dev.mimo.providers.Models;
import dev.mimo.testing.server.LoopbackModelServer;
import dev.mimo.testing.server.WireFault;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A chat model that gets the answers a test gives it, over a real socket. */
final class Asked implements AutoCloseable {

    final LoopbackModelServer server;
    final Environment environment;
    final Model model;
    final List<Event> events = new CopyOnWriteArrayList<>();

    Asked() {
        this(Environment.builder().build());
    }

    Asked(Environment environment) {
        this.environment = environment;
        server = LoopbackModelServer.serving((prompt, call) -> Reply.text("unused"));
        model = Models.openAiCompatible(server.baseUrl(), "m").model(environment);
    }

    /** The reply to a body of status 200. */
    Reply answer(String body) {
        return answer("text/event-stream", body);
    }

    Reply answer(String contentType, String body) {
        server.next(new WireFault.Answer(contentType, body));
        events.clear();
        return model.reply(Prompt.of("", "x"), call());
    }

    ModelCall call() {
        return ModelCall.of(Role.MAIN).withEvents(events::add);
    }

    String textDeltas() {
        StringBuilder text = new StringBuilder();
        for (Event event : events) {
            text.append(event instanceof TextDelta delta ? delta.text() : "");
        }
        return text.toString();
    }

    String thinkingDeltas() {
        StringBuilder text = new StringBuilder();
        for (Event event : events) {
            text.append(event instanceof ThinkingDelta delta ? delta.text() : "");
        }
        return text.toString();
    }

    @Override
    public void close() {
        environment.close();
        server.close();
    }
}
