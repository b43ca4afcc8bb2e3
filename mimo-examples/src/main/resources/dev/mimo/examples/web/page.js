// What comes from the server is only ever put into the page as text, never as markup.
'use strict';

const at = id => document.getElementById(id);
const part = (tag, name, text) => {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (text !== undefined) made.textContent = text;
  return made;
};

// The token stands behind the #, where no server and no log sees it; it is taken out of the address at once.
const token = location.hash.slice(1) || sessionStorage.getItem('token') || '';
sessionStorage.setItem('token', token);
history.replaceState(null, '', location.pathname);

const STATES = { idle: '', running: 'working', paused: 'waits for you' };
let session = null;
let state = 'idle';
let stream = null;
let calls = new Map();
let draft = null;
let draftText = '';

async function ask(method, path, body) {
  const answer = await fetch('/api' + path, {
    method,
    headers: { Authorization: 'Bearer ' + token, ...(body ? { 'Content-Type': 'application/json' } : {}) },
    body: body && JSON.stringify(body),
  });
  const json = await answer.json();
  if (!answer.ok) throw new Error(json.message);
  return json;
}

/* Does it, and tells the person what went wrong, if anything. */
async function attempt(action) {
  try {
    notice('');
    return await action();
  } catch (error) {
    notice(error.message);
    return null;
  }
}

function notice(text) {
  at('notice').hidden = !text;
  at('notice').textContent = text;
}

// --- the list of sessions

async function list() {
  const rows = await ask('GET', '/sessions');
  at('sessions').replaceChildren(...rows.map(row => {
    const button = part('button');
    button.type = 'button';
    button.append(part('span', 'name', row.title), part('span', 'dot ' + (row.id === session ? state : row.state)));
    button.append(part('time', '', new Date(row.at).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' })));
    if (row.id === session) button.setAttribute('aria-current', 'true');
    button.onclick = () => open(row.id, row.title);
    return button;
  }));
}

function menu(shown) {
  at('side').classList.toggle('open', shown);
  at('menu').setAttribute('aria-expanded', String(shown));
}

function clear(title) {
  if (stream) stream.abort();
  stream = null;
  calls = new Map();
  draft = null;
  at('talk').replaceChildren();
  at('title').textContent = title;
  menu(false);
}

function fresh() {
  session = null;
  clear('New session');
  at('talk').append(part('p', 'hello', 'Say what is to be done. You see what the agent does, and it asks you here before it changes anything.'));
  become('idle');
  attempt(list);
  at('text').focus();
}

function open(id, title) {
  session = id;
  clear(title);
  become('idle');
  attempt(list);
  follow(id);
}

// --- the stream: server-sent events, read with fetch because they need the token

async function follow(id) {
  const mine = new AbortController();
  stream = mine;
  let lastId = null;
  let wait = 500;
  while (!mine.signal.aborted) {
    try {
      const headers = { Authorization: 'Bearer ' + token, ...(lastId === null ? {} : { 'Last-Event-ID': lastId }) };
      const answer = await fetch(`/api/sessions/${id}/events`, { headers, signal: mine.signal });
      if (!answer.ok) {
        notice((await answer.json()).message);
        return;
      }
      notice('');
      wait = 500;
      for await (const event of events(answer.body)) {
        if (mine.signal.aborted) return;
        if (event.id !== null) lastId = event.id;
        show(event.name, JSON.parse(event.data));
      }
    } catch (error) {
      if (mine.signal.aborted) return;
    }
    notice('The server cannot be reached; trying again …');
    await new Promise(done => setTimeout(done, wait));
    wait = Math.min(wait * 2, 8000);
  }
}

async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split('\n\n');
    rest = blocks.pop();
    for (const block of blocks) {
      const event = { id: null, name: 'message', data: '' };
      for (const line of block.split('\n')) {
        if (line.startsWith('id: ')) event.id = line.slice(4);
        else if (line.startsWith('event: ')) event.name = line.slice(7);
        else if (line.startsWith('data: ')) event.data += line.slice(6);
      }
      if (event.data) yield event;
    }
  }
}

// --- what happened, as elements

function show(name, data) {
  const talk = at('talk');
  const atEnd = talk.scrollHeight - talk.scrollTop - talk.clientHeight < 80;
  if (name === 'entry') SHOWN[data.kind](data);
  else if (name === 'draft') say(data.text, true);
  else if (name === 'words') say(data.text, false);
  else if (name === 'state') become(data.state);
  if (draft) talk.append(draft);
  if (atEnd) talk.scrollTop = talk.scrollHeight;
}

function say(text, afresh) {
  draftText = afresh ? text : draftText + text;
  if (!draftText) {
    if (draft) draft.remove();
    draft = null;
    return;
  }
  draft = draft || part('div', 'reply draft');
  draft.replaceChildren(...words(draftText));
}

function become(now) {
  state = now;
  at('state').textContent = STATES[now];
  at('state').className = 'badge ' + now;
  at('stop').hidden = now !== 'running';
  at('send').disabled = now === 'running';
  document.querySelectorAll('.ask').forEach(card => {
    if (now !== 'paused') card.remove();
  });
  const dot = document.querySelector('#sessions [aria-current] .dot');
  if (dot) dot.className = 'dot ' + now;
  document.title = (now === 'paused' ? '● ' : '') + at('title').textContent + ' · mimo';
}

const SHOWN = {
  user(data) {
    const line = part('div', 'user');
    line.append(part('div', '', data.text));
    at('talk').append(line);
  },
  reminder() {},
  reply(data) {
    if (data.text) {
      const said = part('div', 'reply');
      said.append(...words(data.text));
      at('talk').append(said);
    }
    data.calls.forEach(call => at('talk').append(callBox(call)));
  },
  result(data) {
    const box = calls.get(data.call);
    if (!box) return;
    box.element.classList.add(data.error ? 'failed' : 'done');
    if (data.text) {
      const rest = data.left_out ? `\n… and ${data.left_out} more characters` : '';
      box.element.querySelector('.inside').append(part('pre', '', data.text + rest));
    }
  },
  plan(data) {
    at('talk').append(part('pre', 'plan', data.text));
  },
  paused(data) {
    document.querySelectorAll('.ask').forEach(card => card.remove());
    data.questions.forEach(question => at('talk').append(askBox(question)));
  },
  ended(data) {
    const good = data.outcome === 'done' || data.outcome === 'given_up';
    const why = data.outcome === 'done' || !data.text ? '' : ': ' + data.text;
    const line = part('p', 'ended' + (good ? '' : ' bad'), data.outcome.replaceAll('_', ' ') + why);
    line.title = new Date(data.at).toLocaleString();
    at('talk').append(line);
  },
};

function callBox(call) {
  const element = part('details', 'call');
  const line = part('summary');
  line.append(part('span', 'tool', call.tool), part('span', 'what', brief(call)));
  const inside = part('div', 'inside');
  inside.append(whole(call));
  element.append(line, inside);
  calls.set(call.call, { ...call, element });
  return element;
}

/** A call in one line. */
function brief(call) {
  const given = call.arguments;
  const known = given.command || given.path || given.pattern || given.url || given.question;
  return typeof known === 'string' ? known.split('\n')[0] : JSON.stringify(given);
}

/** A call with all that it would do. */
function whole(call) {
  const given = call.arguments;
  if (call.tool === 'bash' && typeof given.command === 'string') return part('pre', '', given.command);
  if (call.tool === 'edit' && typeof given.old === 'string' && typeof given.new === 'string') {
    const lines = part('pre', 'lines');
    given.old.split('\n').forEach(text => lines.append(part('span', 'minus', '- ' + text)));
    given.new.split('\n').forEach(text => lines.append(part('span', 'plus', '+ ' + text)));
    return lines;
  }
  return part('pre', '', JSON.stringify(given, null, 2));
}

function askBox(question) {
  const call = calls.get(question.call);
  const card = part('div', 'ask');
  const wants = call && call.tool === 'ask_user';
  card.append(part('h3', '', wants ? 'The agent asks you' : call ? `May it use ${call.tool}? ${brief(call)}` : 'May it do this?'));
  if (call && !wants) card.append(whole(call));
  const judged = part('details');
  judged.open = !call || wants;
  judged.append(part('summary', '', 'All of it, in words'), part('pre', '', question.text));
  card.append(judged);
  const choices = part('div', 'choices');
  const words = part('input');
  words.placeholder = wants ? 'Your answer' : 'What to do instead (optional)';
  words.setAttribute('aria-label', words.placeholder);
  const choice = (answer, label, style) => {
    const button = part('button', style, label);
    button.type = 'button';
    button.dataset.answer = answer;
    button.onclick = () => reply(card, question.call, answer, words.value);
    choices.append(button);
  };
  if (wants) {
    choices.append(words);
    choice('reply', 'Answer', 'main');
  } else {
    choice('allow', 'Allow', 'main');
    choice('session', 'Always in this session', '');
    choice('deny', 'Deny', 'no');
    choices.append(words);
  }
  card.append(choices);
  return card;
}

async function reply(card, call, answer, text) {
  const buttons = card.querySelectorAll('button');
  buttons.forEach(button => { button.disabled = true; });
  const done = await attempt(() => ask('POST', `/sessions/${session}/answers`, { call, answer, text }));
  if (!done) buttons.forEach(button => { button.disabled = false; });
}

/** Paragraphs, code blocks, and within a line bold and code; all of it as text. */
function words(text) {
  return text.split(/^```/m).flatMap((block, i) => {
    if (i % 2 === 1) return [part('pre', '', block.replace(/^[^\n]*\n/, '').trimEnd())];
    return block.trim() ? block.trim().split(/\n{2,}/).map(paragraph) : [];
  });
}

function paragraph(text) {
  const made = part('p');
  for (const piece of text.split(/(`[^`\n]+`|\*\*[^*\n]+\*\*)/)) {
    if (piece.length > 2 && piece.startsWith('`') && piece.endsWith('`')) made.append(part('code', '', piece.slice(1, -1)));
    else if (piece.length > 4 && piece.startsWith('**')) made.append(part('strong', '', piece.slice(2, -2)));
    else made.append(piece);
  }
  return made;
}

// --- what the person does

at('say').onsubmit = async submitted => {
  submitted.preventDefault();
  const text = at('text').value.trim();
  if (!text || state === 'running') return;
  const done = await attempt(async () => {
    if (session) return ask('POST', `/sessions/${session}/messages`, { text });
    const begun = await ask('POST', '/sessions', { text });
    open(begun.session, text.split('\n')[0]);
    return begun;
  });
  if (done) {
    at('text').value = '';
    grow();
    attempt(list);
  }
};

function grow() {
  at('text').style.height = 'auto';
  at('text').style.height = at('text').scrollHeight + 2 + 'px';
}

at('text').oninput = grow;
at('text').onkeydown = key => {
  if (key.key === 'Enter' && !key.shiftKey && !key.isComposing) {
    key.preventDefault();
    at('say').requestSubmit();
  }
};
at('stop').onclick = () => attempt(() => ask('POST', `/sessions/${session}/cancel`, {}));
at('fresh').onclick = fresh;
at('menu').onclick = () => menu(!at('side').classList.contains('open'));
fresh();
