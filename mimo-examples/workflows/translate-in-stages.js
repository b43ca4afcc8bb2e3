export const meta = {
  name: 'translate-in-stages',
  description: 'Translates texts, checks each translation, and mends those that are wrong, each at its own pace',
  phases: [{ title: 'Translate' }, { title: 'Check' }, { title: 'Mend' }],
};

const texts = args?.texts ?? ['Good morning', 'See you tomorrow'];
const language = args?.language ?? 'German';
const verdict = {
  type: 'object',
  required: ['right', 'reason'],
  properties: { right: { type: 'boolean' }, reason: { type: 'string' } },
};

return pipeline(
  texts,
  text => agent(`Translate into ${language}: ${text}`, { label: text, phase: 'Translate' }),
  async (translation, text) => {
    const check = await agent(`Is "${translation}" right ${language} for "${text}"?`,
      { label: text, phase: 'Check', schema: verdict });
    // Nobody to ask is no verdict: the translation stands, and says so.
    return { text, translation, right: check?.right ?? null, reason: check?.reason ?? 'not checked' };
  },
  async (result, text) => {
    if (result.right !== false) return result;
    const better = await agent(`"${result.translation}" is no right ${language} for "${text}": ${result.reason}. Mend it.`,
      { label: text, phase: 'Mend', retry: 2 });
    return { ...result, translation: better ?? result.translation, mended: better !== null };
  });
