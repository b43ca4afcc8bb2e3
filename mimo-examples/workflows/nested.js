export const meta = {
  name: 'nested',
  description: 'Asks the same question of several topics by a workflow of its own, and compares the answers',
};

const ask = `
  export const meta = { name: 'ask-twice', description: 'Asks two agents and lets a third one choose' };
  const drafts = (await parallel([1, 2].map(n => () => agent(args.question, { label: args.topic + ' ' + n })))).filter(Boolean);
  if (drafts.length < 2) return drafts[0] ?? null;
  return agent('Which answer is better? Give it as it is.\\n\\n' + drafts.join('\\n\\n'), { label: args.topic + ' choice' });
`;

const topics = args?.topics ?? ['caching', 'locking'];
const answers = await parallel(topics.map(topic => () =>
  workflow(ask, { topic, question: `What goes wrong most often with ${topic}?` })));

// The state survives the run: the next one knows how often it was asked.
const state = JSON.parse((await readFile('nested-state.json')) ?? '{"runs":0}');
await writeFile('nested-state.json', JSON.stringify({ runs: state.runs + 1 }));
return { answers: Object.fromEntries(topics.map((topic, i) => [topic, answers[i]])), run: state.runs + 1 };
