export const meta = { name: 'wrong-arguments', description: 'What combinators say to arguments that make no sense' }

async function fault(call) {
  try {
    await call()
    return 'no fault'
  } catch (e) {
    return `${e.name} ${e instanceof TypeError || e instanceof RangeError || e instanceof Error}`
  }
}

return {
  promises: await fault(() => parallel([Promise.resolve(1)])),
  noArray: await fault(() => parallel('abc')),
  noThunk: await fault(() => parallel([() => 1, null])),
  noItems: await fault(() => pipeline({ length: 1 }, x => x)),
  noStage: await fault(() => pipeline([1], 'stage')),
  tooMany: await fault(() => parallel(Array.from({ length: 4097 }, () => () => 0))),
  tooManyItems: await fault(() => pipeline(new Array(4097).fill(0), x => x)),
  unknownNeed: await fault(() => dag([{ id: 'a', dependsOn: ['b'] }], n => n.id)),
  unknownName: await fault(() => workflow('there-is-no-such-workflow')),
}
