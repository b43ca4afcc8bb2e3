package dev.mimo.examples.cli;

import dev.mimo.examples.coder.Project;
import picocli.CommandLine.Option;

/** Which files of the folder may add to the agent. */
final class ExtensionOptions {

    @Option(
            names = "--trust",
            description = "Let skills, agents and commands of this project act, now and from now on.")
    boolean trust;

    @Option(names = "--claude", description = "Look into .claude folders as well.")
    boolean claude;

    /** Keeps the person's word, when it was given here. */
    void decide(Project project) {
        if (trust) {
            project.decide(true);
        }
    }
}
