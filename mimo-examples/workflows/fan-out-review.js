export const meta = {
  name: 'fan-out-review',
  description: 'Reviews each file with an agent of its own and sorts what they find',
  whenToUse: 'Several files changed, and each can be read by itself',
  phases: [{ title: 'Review' }],
};

const given = typeof args === 'string' ? args.split(/[\s,]+/).filter(Boolean) : args?.files;
const files = given ?? ['README.md'];
const schema = {
  type: 'object',
  required: ['faults'],
  properties: {
    faults: {
      type: 'array',
      items: {
        type: 'object',
        required: ['what', 'weight'],
        properties: { what: { type: 'string' }, weight: { enum: ['high', 'low'] } },
      },
    },
  },
};

phase('Review');
const reviews = await parallel(files.map(file => () =>
  agent(`Read ${file}. Name its faults, each in a sentence, and how much it weighs.`, { label: file, schema })));

const found = reviews.flatMap((review, i) => (review?.faults ?? []).map(fault => ({ file: files[i], ...fault })));
const missed = files.filter((_, i) => reviews[i] === null);
if (missed.length > 0) log(`not reviewed: ${missed.join(', ')}`);
return { high: found.filter(f => f.weight === 'high'), low: found.filter(f => f.weight === 'low'), missed };
