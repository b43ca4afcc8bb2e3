package dev.mimo.permission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import dev.mimo.tool.Tool;
import dev.mimo.tool.coding.CodingTools;
import dev.mimo.tool.shell.ShellTools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Calls for the gate, one a line of a file, and the folders they speak of. */
record CallTable(Path top, Path work) {

    /** A workspace with links out of it, a folder beside it, and one whose name begins like it. */
    static CallTable in(Path folder) throws IOException {
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
        return new CallTable(top, work);
    }

    static List<Tool> tools() {
        List<Tool> tools = new ArrayList<>(ShellTools.all());
        tools.addAll(CodingTools.all());
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

    private String placed(String line) {
        String placed = line.replace("WORK", work.toString()).replace("OUT/", top + "/out/");
        ObjectNode json = Json.readObject(placed);
        return Json.write(json.put("workspace", work.toString()));
    }
}
