package dev.mimo.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records and methods of a host that is a named module, or was compiled without parameter names. */
class ClosedModuleIT {

    @TempDir
    Path folder;

    @Test
    void a_record_in_a_closed_module_is_refused_with_the_line_that_is_missing() throws Exception {
        Class<?> closed = module("module acme {}").loadClass("com.acme.Order");

        assertThatThrownBy(() -> RecordSchema.of(closed.asSubclass(Record.class)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("com.acme.Order cannot be made from here; its module acme must say:"
                        + " opens com.acme to dev.mimo.core;");
    }

    @Test
    void a_record_in_an_open_package_is_described() throws Exception {
        Class<?> open = module("module acme { opens com.acme; }").loadClass("com.acme.Order");

        assertThat(RecordSchema.of(open.asSubclass(Record.class))
                        .at("/properties/name/type")
                        .asText())
                .isEqualTo("string");
    }

    @Test
    void a_method_without_parameter_names_is_refused_with_what_to_do() throws Exception {
        write("acme/Tools.java", """
                package acme;
                public class Tools {
                    @dev.mimo.tool.AgentTool("Adds") public int add(int a, int b) { return a + b; }
                }
                """);
        compile(folder.resolve("acme/Tools.java"));
        try (var loader = new java.net.URLClassLoader(
                new java.net.URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            Object tools = loader.loadClass("acme.Tools").getConstructor().newInstance();

            assertThatThrownBy(() -> Tool.from(tools))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Tools.add: the names of its parameters are not in the class file;"
                            + " compile with -parameters");
        }
    }

    private ClassLoader module(String declaration) throws IOException {
        write("module-info.java", declaration);
        write("com/acme/Order.java", "package com.acme; record Order(String name) {}");
        compile(folder.resolve("module-info.java"), folder.resolve("com/acme/Order.java"));
        ModuleLayer boot = ModuleLayer.boot();
        Configuration configuration =
                boot.configuration().resolve(ModuleFinder.of(folder), ModuleFinder.of(), Set.of("acme"));
        return boot.defineModulesWithOneLoader(configuration, getClass().getClassLoader())
                .findLoader("acme");
    }

    private void write(String name, String text) throws IOException {
        Files.createDirectories(folder.resolve(name).getParent());
        Files.writeString(folder.resolve(name), text);
    }

    private void compile(Path... sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            assertThat(compiler.getTask(
                                    null,
                                    files,
                                    null,
                                    List.of(
                                            "-proc:none",
                                            "-d",
                                            folder.toString(),
                                            "-classpath",
                                            System.getProperty("java.class.path")),
                                    null,
                                    files.getJavaFileObjects(sources))
                            .call())
                    .isTrue();
        }
    }
}
