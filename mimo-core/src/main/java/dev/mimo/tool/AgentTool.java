package dev.mimo.tool;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a method that an agent may call. Its parameters are the arguments; a {@link ToolContext} among them is given. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface AgentTool {

    /** When to use it and what it gives. */
    String value();

    /** The tool's name; the method's name when left out. */
    String name() default "";

    /** The worst it can do. */
    Effect effect() default Effect.HOST;
}
