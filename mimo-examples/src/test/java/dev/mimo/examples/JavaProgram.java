package dev.mimo.examples;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines of programs that tests start. */
public final class JavaProgram {

    private JavaProgram() {}

    /** A Java program with these arguments; it lives too briefly for the optimizing compiler to pay. */
    public static List<String> words(String... arguments) {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC"));
        words.addAll(List.of(arguments));
        return words;
    }

    /** {@code mimo} as it is delivered, with these arguments. */
    public static List<String> mimo(String... arguments) {
        List<String> words =
                words("-jar", Path.of("target", "mimo.jar").toAbsolutePath().toString());
        words.addAll(List.of(arguments));
        return words;
    }
}
