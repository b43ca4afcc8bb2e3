// What a workflow finds around it. Runs before the script, in the same realm, and keeps all that it needs of the language
// to itself, so that nothing a script does to built-in objects changes what happens here.
(function (host, rootPath, argsJson, budgetTotal, mostItems) {
  'use strict';

  const G = globalThis;
  const { apply } = Reflect;
  const { defineProperty, freeze } = Object;
  const { isArray } = Array;
  const { parse, stringify } = JSON;
  const { floor, min } = Math;
  const [Failure, TypeFailure, RangeFailure, PromiseOf, Text] = [Error, TypeError, RangeError, Promise, String];
  const [then, resolved] = [PromiseOf.prototype.then, PromiseOf.resolve];
  const slice = Text.prototype.slice;
  const indexOf = Text.prototype.indexOf;
  const MapOf = Map;
  const mapGet = MapOf.prototype.get, mapSet = MapOf.prototype.set, mapHas = MapOf.prototype.has, mapDelete = MapOf.prototype.delete;
  const Variable = AsyncContext.Variable;
  const within = Variable.prototype.run, getPlace = Variable.prototype.get;

  const define = (on, name, value) =>
    defineProperty(on, name, { __proto__: null, value, writable: false, enumerable: false, configurable: false });

  /** Gives it the name and no way to change what others call. */
  const offer = (name, value) => define(G, name, freeze(value));

  // ---- where in the script's structure we are -----------------------------------------------------------------------

  const scopeOf = (path) => ({ __proto__: null, path, agents: 0, parallels: 0, pipelines: 0, dags: 0, workflows: 0, files: 0, timers: 0 });
  const root = scopeOf(rootPath);
  const place = new Variable({ __proto__: null, name: 'scope', defaultValue: root });
  const scope = () => apply(getPlace, place, []);
  const inside = (path, work) => apply(within, place, [scopeOf(path), work]);

  // ---- asking the host ----------------------------------------------------------------------------------------------

  const waiting = new MapOf();
  let lastId = 0;
  let spent = 0;
  let exhausted = null;

  /** The host says what is wrong with a request, or null. */
  const requireTaken = (fault) => {
    if (fault !== null) throw new RangeFailure(fault);
  };

  const tell = (op, path, value) => requireTaken(host(op, path, stringify(value), 0));

  /** An error that says where the script called, and what the host says. */
  const raised = (at, message) => {
    const rest = apply(indexOf, at.stack, ['\n']);
    define(at, 'stack', 'Error: ' + message + (rest < 0 ? '' : apply(slice, at.stack, [rest])));
    defineProperty(at, 'message', { __proto__: null, value: message, writable: true, enumerable: false, configurable: true });
    return at;
  };

  const ask = (op, path, value) =>
    new PromiseOf((resolve, reject) => {
      const json = stringify(value);
      const id = ++lastId;
      requireTaken(host(op, path, json, id));
      apply(mapSet, waiting, [id, { __proto__: null, resolve, reject, at: new Failure('') }]);
    });

  /** Unlike {@code resolve(promise)} it asks no function that a script could have replaced. */
  const follow = (promise, resolve, reject) => { apply(then, promise, [resolve, reject]); };

  const deliver = (id, json, error, spentNow, exhaustedNow) => {
    spent = spentNow;
    exhausted = exhaustedNow;
    const call = apply(mapGet, waiting, [id]);
    if (call === undefined) return;
    apply(mapDelete, waiting, [id]);
    if (error !== null) call.reject(raised(call.at, error));
    else call.resolve(json === null ? undefined : parse(json));
  };

  const describe = (error) => {
    try {
      if (error instanceof Failure) return (error.name || 'Error') + (error.message ? ': ' + error.message : '');
      return typeof error === 'string' ? error : stringify(error) ?? Text(error);
    } catch {
      return 'an error that cannot be shown';
    }
  };

  const stackOf = (error) => {
    try {
      return error instanceof Failure ? Text(error.stack) : '';
    } catch {
      return '';
    }
  };

  // ---- agents and combinators ---------------------------------------------------------------------------------------

  offer('agent', (prompt, options) => {
    const here = scope();
    const path = here.path + '#' + here.agents++;
    return new PromiseOf((resolve, reject) => {
      if (typeof prompt === 'object' || typeof prompt === 'function' || prompt === undefined)
        throw new TypeFailure('agent(prompt, options): the prompt is a text, not ' + (prompt === null ? 'null' : typeof prompt));
      if (options !== undefined && options !== null && typeof options !== 'object')
        throw new TypeFailure('agent(prompt, options): options are an object, not ' + typeof options);
      follow(ask('agent', path, { __proto__: null, prompt: Text(prompt), options: options ?? null }), resolve, reject);
    });
  });

  const requireRoom = (what) => {
    if (exhausted !== null) throw new Failure(what + ': ' + exhausted);
  };

  const requireCount = (what, count) => {
    if (count > mostItems) throw new RangeFailure(what + ' takes at most ' + mostItems + ' items, not ' + count);
  };

  const requireFunctions = (what, list, use) => {
    for (let i = 0; i < list.length; i++) {
      if (typeof list[i] === 'function') continue;
      const given = list[i] !== null && typeof list[i] === 'object' && typeof list[i].then === 'function'
        ? 'a promise, which has started already' : list[i] === null ? 'null' : typeof list[i];
      throw new TypeFailure(what + ': number ' + i + ' is ' + given + '; pass ' + use);
    }
  };

  /** For people; they read no more of one thing. */
  const cut = (text) => (text.length > 16384 ? apply(slice, text, [0, 16384]) + ' …' : text);

  const failed = (path, error) => {
    tell('itemFailed', path, { __proto__: null, message: cut(describe(error)), stack: cut(stackOf(error)) });
    return null;
  };

  /** Runs {@code work} in a scope of its own, at once; what it throws is told to the host, and null is its value. */
  const guarded = (path, work) =>
    apply(then, new PromiseOf((resolve) => resolve(inside(path, work))), [undefined, (error) => failed(path, error)]);

  /** Waits for all; none of them ever rejects. */
  const all = (promises) =>
    new PromiseOf((resolve) => {
      const values = [];
      let open = promises.length;
      values.length = open;
      if (open === 0) resolve(values);
      for (let i = 0; i < promises.length; i++) {
        apply(then, promises[i], [(value) => {
          defineProperty(values, i, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
          if (--open === 0) resolve(values);
        }]);
      }
    });

  const listOf = (count, make) => {
    const list = [];
    for (let i = 0; i < count; i++)
      defineProperty(list, i, { __proto__: null, value: make(i), writable: true, enumerable: true, configurable: true });
    return list;
  };

  offer('parallel', (thunks) =>
    new PromiseOf((resolve, reject) => {
      if (!isArray(thunks)) throw new TypeFailure('parallel(thunks): an array of functions, not ' + typeof thunks);
      requireCount('parallel', thunks.length);
      requireFunctions('parallel', thunks, 'functions, such as () => agent(...)');
      requireRoom('parallel');
      const here = scope();
      const path = here.path + '/P' + here.parallels++ + '.';
      follow(all(listOf(thunks.length, (i) => guarded(path + i, () => thunks[i]()))), resolve, reject);
    }));

  offer('pipeline', (items, ...stages) =>
    new PromiseOf((resolve, reject) => {
      if (!isArray(items)) throw new TypeFailure('pipeline(items, ...stages): items are an array, not ' + typeof items);
      requireCount('pipeline', items.length);
      requireFunctions('pipeline', stages, 'functions (previous, item, index) => ...');
      requireRoom('pipeline');
      const here = scope();
      const path = here.path + '/L' + here.pipelines++ + '.';
      const through = (previous, i, stage) => {
        if (stage === stages.length) return previous;
        const step = guarded(path + i + '.' + stage, () => stages[stage](previous, items[i], i));
        return apply(then, step, [(value) => (value === null ? null : through(value, i, stage + 1))]);
      };
      follow(all(listOf(items.length, (i) => apply(resolved, PromiseOf, [through(items[i], i, 0)]))), resolve, reject);
    }));

  const requireDag = (nodes, run) => {
    const wrong = (what) => { throw new TypeFailure('dag: ' + what); };
    if (!isArray(nodes)) wrong('nodes are an array of {id, dependsOn?}');
    if (typeof run !== 'function') wrong('the second argument is a function (node, dependencies) => ...');
    requireCount('dag', nodes.length);
    const index = new MapOf();
    for (let i = 0; i < nodes.length; i++) {
      const node = nodes[i];
      if (node === null || typeof node !== 'object') wrong('node ' + i + ' is no object');
      if (typeof node.id !== 'string' || node.id === '') wrong('node ' + i + ' has no id, a text that is not empty');
      if (apply(mapHas, index, [node.id])) wrong('two nodes have the id "' + node.id + '"');
      apply(mapSet, index, [node.id, i]);
    }
    const needs = listOf(nodes.length, (i) => {
      const given = nodes[i].dependsOn ?? [];
      if (!isArray(given)) wrong('dependsOn of "' + nodes[i].id + '" is an array of ids');
      const seen = new MapOf();
      return listOf(given.length, (k) => {
        const id = given[k];
        if (typeof id !== 'string' || id === '') wrong('dependsOn of "' + nodes[i].id + '" holds what is no id');
        if (id === nodes[i].id) wrong('"' + id + '" depends on itself');
        if (!apply(mapHas, index, [id])) wrong('"' + nodes[i].id + '" depends on "' + id + '", which is no node');
        if (apply(mapHas, seen, [id])) wrong('"' + nodes[i].id + '" names "' + id + '" twice');
        apply(mapSet, seen, [id, true]);
        return apply(mapGet, index, [id]);
      });
    });
    requireNoCycle(nodes, needs, wrong);
    return needs;
  };

  /** Takes away nodes that wait for nothing, until none is left. */
  const requireNoCycle = (nodes, needs, wrong) => {
    const users = listOf(nodes.length, () => []);
    const open = listOf(nodes.length, (i) => needs[i].length);
    const ready = [];
    let count = 0;
    const add = (list, value) => defineProperty(list, list.length, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
    for (let i = 0; i < nodes.length; i++) {
      for (let k = 0; k < needs[i].length; k++) add(users[needs[i][k]], i);
      if (open[i] === 0) add(ready, i);
    }
    for (; count < ready.length; count++) {
      const next = users[ready[count]];
      for (let k = 0; k < next.length; k++) if (--open[next[k]] === 0) add(ready, next[k]);
    }
    if (count === nodes.length) return;
    let names = '';
    for (let i = 0; i < nodes.length; i++) if (open[i] > 0) names += (names ? ', ' : '') + '"' + nodes[i].id + '"';
    wrong('these wait for each other: ' + names);
  };

  const hex = (code) => apply(slice, '000' + apply(Number.prototype.toString, code, [16]), [-4]);

  /** The id of a node as a part of a path; see CallPath. */
  const encoded = (id) => {
    let text = '';
    for (let i = 0; i < id.length; i++) {
      const c = apply(Text.prototype.charCodeAt, id, [i]);
      const plain = (c >= 48 && c <= 57) || (c >= 65 && c <= 90) || (c >= 97 && c <= 122) || c === 45 || c === 95;
      text += plain ? id[i] : '%' + hex(c);
    }
    return text;
  };

  offer('dag', (nodes, run) =>
    new PromiseOf((resolve, reject) => {
      const needs = requireDag(nodes, run);
      requireRoom('dag');
      const here = scope();
      const path = here.path + '/D' + here.dags++ + '.';
      const results = [];
      const result = (i) => {
        if (results[i] === undefined) {
          const before = all(listOf(needs[i].length, (k) => result(needs[i][k])));
          const value = apply(then, before, [(values) => guarded(path + encoded(nodes[i].id), () =>
            run(nodes[i], listOf(values.length, (k) => ({ id: nodes[needs[i][k]].id, result: values[k] }))))]);
          defineProperty(results, i, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
        }
        return results[i];
      };
      follow(all(listOf(nodes.length, result)), resolve, reject);
    }));

  offer('workflow', (ref, args) => {
    const here = scope();
    const path = here.path + '/W' + here.workflows++;
    return new PromiseOf((resolve, reject) => {
      if (typeof ref !== 'string' && (ref === null || typeof ref !== 'object'))
        throw new TypeFailure('workflow(ref, args): a name, a script, or {scriptPath}, not ' + (ref === null ? 'null' : typeof ref));
      follow(ask('workflow', path, { __proto__: null, ref, args }), resolve, reject);
    });
  });

  // ---- progress, budget, files, timers ------------------------------------------------------------------------------

  offer('phase', (title) => { tell('phase', scope().path, Text(title)); });

  const shown = (value) => {
    if (typeof value === 'string') return value;
    if (value instanceof Failure) return describe(value);
    try {
      return stringify(value) ?? Text(value);
    } catch {
      return describe(value);
    }
  };

  const line = (values) => {
    let text = '';
    for (let i = 0; i < values.length; i++) text += (i ? ' ' : '') + shown(values[i]);
    return text;
  };

  const log = (...values) => { tell('log', scope().path, cut(line(values))); };
  offer('log', log);
  const console = { __proto__: null };
  for (const name of ['log', 'info', 'debug', 'warn', 'error', 'trace', 'dir', 'table', 'group', 'groupCollapsed'])
    define(console, name, freeze((...values) => log(...values)));
  // There is no clock and nothing to count or to clear.
  for (const name of ['groupEnd', 'time', 'timeLog', 'timeEnd', 'count', 'countReset', 'clear']) define(console, name, freeze(() => {}));
  define(console, 'assert', freeze((holds, ...values) => { if (!holds) log('assertion failed:', ...values); }));
  offer('console', console);

  offer('budget', {
    total: budgetTotal,
    spent: freeze(() => spent),
    remaining: freeze(() => (budgetTotal === null ? Infinity : budgetTotal > spent ? budgetTotal - spent : 0)),
  });

  const file = (op, check) => freeze((name, content) => {
    const here = scope();
    const path = here.path + '@' + here.files++;
    return new PromiseOf((resolve, reject) => {
      if (typeof name !== 'string') throw new TypeFailure(op + ': the path is a text, not ' + typeof name);
      check?.(content);
      follow(ask(op, path, content === undefined ? { __proto__: null, target: name } : { __proto__: null, target: name, content }), resolve, reject);
    });
  });
  define(G, 'readFile', file('readFile'));
  define(G, 'exists', file('exists'));
  define(G, 'glob', file('glob'));
  define(G, 'writeFile', file('writeFile', (content) => {
    if (typeof content !== 'string') throw new TypeFailure('writeFile(path, content): the content is a text, not ' + typeof content);
  }));

  const timers = new MapOf();
  let lastTimer = 0;
  offer('setTimeout', (callback, delay, ...values) => {
    if (typeof callback !== 'function') throw new TypeFailure('setTimeout(callback, delay): the callback is a function');
    const here = scope();
    const millis = +delay > 0 ? min(floor(+delay), 2147483647) : 0;
    const id = ++lastTimer;
    const fired = ask('timer', here.path + '~' + here.timers++, millis);
    apply(mapSet, timers, [id, lastId]);
    apply(then, apply(then, fired, [() => {
      if (!apply(mapDelete, timers, [id])) return;
      callback(...values);
    }]), [undefined, (error) => end('threw', error)]);
    return id;
  });
  offer('clearTimeout', (id) => {
    const call = apply(mapGet, timers, [id]);
    if (call === undefined) return;
    apply(mapDelete, timers, [id]);
    apply(mapDelete, waiting, [call]);
    tell('clearTimer', scope().path, call);
  });

  offer('queueMicrotask', (callback) => {
    if (typeof callback !== 'function') throw new TypeFailure('queueMicrotask(callback): the callback is a function');
    apply(then, apply(then, apply(resolved, PromiseOf, []), [() => { callback(); }]), [undefined, (error) => end('threw', error)]);
  });

  // Scripts write to it: args = JSON.parse(args).
  const args = argsJson === null ? undefined : parse(argsJson);
  defineProperty(G, 'args', { __proto__: null, value: args, writable: true, enumerable: false, configurable: false });


  // ---- the script itself --------------------------------------------------------------------------------------------

  let over = false;
  const end = (how, value) => {
    if (over) return;
    over = true;
    if (how === 'threw') {
      host('threw', describe(value), null, stackOf(value));
      return;
    }
    let json;
    try {
      json = stringify(value);
    } catch (error) {
      host('threw', 'the result of a workflow is a JSON value: ' + describe(error), null, '');
      return;
    }
    host('returned', '', json === undefined ? null : json, 0);
  };

  const begin = (body) => {
    apply(then, body(), [(value) => end('returned', value), (error) => end('threw', error)]);
  };

  return { begin, deliver };
})
