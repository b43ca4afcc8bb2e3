/**
 * Tools that look at the web. An agent has them only when its host gives them: {@link dev.mimo.tool.web.WebTools} is the door.
 */
package dev.mimo.tool.web;
