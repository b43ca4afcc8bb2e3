package dev.mimo.examples;

import dev.mimo.agent.Agent;
import dev.mimo.tool.Doc;
import dev.mimo.tool.Tool;

/** The shortest agent: a model and a tool. */
public final class HelloAgent {

    private HelloAgent() {}

    // tag::hello[]
    record Weather(@Doc("city name") String city) {}

    public static void main(String[] args) {
        Agent agent = Agent.builder()
                .model("openai-compatible:qwen3@http://localhost:11434/v1")
                .tools(Tool.of("weather", "Current weather", Weather.class, (w, context) -> "12 °C in " + w.city()))
                .build();
        System.out.println(agent.run("How warm is it in Kiel?").text());
    }
    // end::hello[]
}
