package dev.mimo.examples;

import dev.mimo.agent.Agent;
import dev.mimo.model.Model;
import dev.mimo.providers.Models;
import dev.mimo.tool.Doc;
import java.util.List;

/** Several agents in a row: a pipeline is plain Java over typed answers. */
public final class Pipeline {

    private Pipeline() {}

    record Outline(List<String> chapters) {}

    record Chapter(String title, String text) {}

    record Review(
            @Doc("whether it can be printed as it is") boolean good,
            @Doc("what to change; empty when good") String advice) {}

    private static Agent agent(Model model, String instructions) {
        return Agent.builder().model(model).instructions(instructions).build();
    }

    static List<Chapter> write(Model model, String subject) {
        Agent planner = agent(model, "You plan short books.");
        Agent author = agent(model, "You write one chapter of a short book.");
        Agent critic = agent(model, "You review a chapter. Be strict.");

        Outline outline = planner.run("A book on: " + subject, Outline.class);
        return outline.chapters().stream()
                .map(title -> {
                    Chapter draft = author.run("Subject: " + subject + ". Chapter: " + title, Chapter.class);
                    Review review = critic.run(draft.text(), Review.class);
                    return review.good()
                            ? draft
                            : author.run(
                                    "Improve this: " + draft.text() + "\nAdvice: " + review.advice(), Chapter.class);
                })
                .toList();
    }

    public static void main(String[] args) {
        write(Models.fromEnvironment(), "tea").forEach(chapter -> System.out.println(chapter.title()));
    }
}
