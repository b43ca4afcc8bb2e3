#!/usr/bin/env workflow
// A comment that talks of `export const meta = { name: 'wrong' }` before it comes.

/*
 * export const meta = { name: "also wrong", description: "in a comment" }
 */
export const meta = {
  // comments inside
  'name': "comments-before-meta",
  description: `A template
without expressions`, /* trailing */
  whenToUse: 'it\'s "quoted" \u00e9 } ] //',
  phases: [{ title: 'Only', detail: "with { braces }", }, ],
  version: -1.5e3, tags: [true, false, null,], nested: { deep: [[], {}] },
};

phase('Only')
const text = await agent('hello') // the end
return text === null ? 'null' : text.length
