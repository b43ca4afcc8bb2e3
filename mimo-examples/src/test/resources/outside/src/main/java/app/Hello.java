package app;

import dev.mimo.agent.Agent;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.Model;
import dev.mimo.model.Reply;
import dev.mimo.model.ToolCall;
import dev.mimo.providers.Models;
import dev.mimo.tool.Doc;
import dev.mimo.tool.Tool;
import java.net.URI;

/** What a host writes: a record, a tool, an agent; asked offline. */
public final class Hello {

    private Hello() {}

    record Weather(@Doc("city name") String city) {}

    public static void main(String[] args) {
        Model asksThenTells = (prompt, call) -> prompt.messages().size() == 1
                ? Reply.calls(ToolCall.of("call-1", "weather", Json.object().put("city", "Kiel")))
                : Reply.text(((Message.Tool) prompt.messages().get(2)).results().get(0).text());
        System.out.println(agent(asksThenTells).run("How warm is it in Kiel?").text());
        agent(Models.openAiCompatible(URI.create("http://localhost:9/v1"), "qwen3").model());
        Agent byName = Agent.builder().model("openai-compatible:qwen3@http://localhost:9/v1").build();
        System.out.println("named " + byName.name());
    }

    private static Agent agent(Model model) {
        return Agent.builder()
                .model(model)
                .tools(Tool.of("weather", "Current weather", Weather.class, (w, context) -> "12 °C in " + w.city()))
                .build();
    }
}
