package dev.mimo.permission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import dev.mimo.tool.Tool;
import dev.mimo.tool.coding.CodingTools;
import dev.mimo.tool.shell.ShellTools;
import dev.mimo.tool.web.WebTools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Calls for the gate, one a line of a file, and the folders they speak of. */
record CallTable(Path top, Path work, int port) {

    /** A workspace with links out of it, a folder beside it, and one whose name begins like it. */
    static CallTable in(Path folder, int port) throws IOException {
        Path top = folder.toRealPath();
        Path work = top.resolve("work");
        for (String made : List.of("work/src", "work/.git/hooks", "out", "workx")) {
            Files.createDirectories(top.resolve(made));
        }
        Files.writeString(work.resolve("src/Main.java"), "class Main {}\n");
        Files.writeString(work.resolve("README.md"), "a\n");
        Files.writeString(work.resolve("name"), "touch\n");
        Files.writeString(work.resolve("script.sh"), "touch marker\n");
        Files.writeString(top.resolve("out/secret"), "s\n");
        Files.createSymbolicLink(work.resolve("link-out"), top.resolve("out/secret"));
        Files.createSymbolicLink(work.resolve("linkdir"), top.resolve("out"));
        Files.createSymbolicLink(work.resolve("dangling"), top.resolve("out/new"));
        Files.createSymbolicLink(work.resolve("loop"), Path.of("loop"));
        Files.createSymbolicLink(work.resolve("gitlink"), Path.of(".git/hooks"));
        Files.createSymbolicLink(work.resolve("hidden"), Path.of(".bashrc"));
        return new CallTable(top, work, port);
    }

    static List<Tool> tools() {
        List<Tool> tools = new ArrayList<>(ShellTools.all());
        tools.addAll(CodingTools.all());
        tools.add(WebTools.fetch());
        return tools;
    }

    List<String> lines(String file) {
        try {
            Path table = Path.of(CallTable.class.getResource(file).toURI());
            return Files.readAllLines(table).stream().map(this::placed).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All that lies in the folders, with what files hold. */
    Map<String, String> contents() throws IOException {
        try (Stream<Path> files = Files.walk(top)) {
            Map<String, String> contents = new TreeMap<>();
            for (Path file : files.toList()) {
                contents.put(
                        file.toString(),
                        Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? Files.readString(file) : "");
            }
            return contents;
        }
    }

    private String placed(String line) {
        String placed = line.replace("WORK", work.toString())
                .replace("OUT/", top + "/out/")
                .replace("PORT", String.valueOf(port));
        ObjectNode json = Json.readObject(placed);
        return Json.write(json.put("workspace", work.toString()));
    }
}
