'use strict';

const most = 120; // So many seconds are shown.
const series = new Map();
const byId = id => document.getElementById(id);
let last = null;
let asked = null;

function made(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

function shown(value) {
  if (value === null || value === undefined || Number.isNaN(value)) return '–';
  if (typeof value !== 'number') return String(value);
  if (Number.isInteger(value)) return value.toLocaleString('en');
  return Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : Number(value.toPrecision(4)).toString();
}

function span(seconds) {
  if (seconds === null || seconds === undefined) return '–';
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  return seconds < 172800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86400)} days`;
}

const milliseconds = value => value === null || value === undefined ? '–' : `≤ ${shown(value * 1000)} ms`;

// Remembers a value over time under a key, and draws it.
function line(key, value) {
  const values = series.get(key) ?? [];
  values.push(typeof value === 'number' ? value : NaN);
  if (values.length > most) values.shift();
  series.set(key, values);
  const known = values.filter(Number.isFinite);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', `0 0 ${most} 20`);
  svg.setAttribute('preserveAspectRatio', 'none');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'polyline');
  path.setAttribute('points', values
    .map((each, i) => [i + most - values.length, high > low ? 19 - 18 * (each - low) / (high - low) : 10])
    .filter(point => Number.isFinite(point[1])).map(point => point.join(',')).join(' '));
  svg.append(path);
  return svg;
}

function figure(name, value, key, number) {
  const box = made('div', 'figure');
  box.append(made('span', '', name), made('b', '', value));
  if (key) box.append(line(key, number));
  return box;
}

function headers(more) {
  const key = byId('key').value;
  return key ? { ...more, 'X-Api-Key': key } : { ...more };
}

async function got(path) {
  const answer = await fetch(path, { headers: headers() });
  if (answer.status === 401) byId('keyLabel').hidden = false;
  if (!answer.ok) throw new Error((await answer.json()).detail);
  return answer.json();
}

function rate(now, before, seconds) {
  return before === undefined || seconds <= 0 ? NaN : Math.max(0, (now - before) / seconds);
}

function showServer(status, seconds) {
  const sum = (from, what) => from ? from.models.reduce((all, model) => all + model[what], 0) : undefined;
  const requests = rate(sum(status, 'requests'), sum(last, 'requests'), seconds);
  const failures = sum(status, 'failures');
  byId('server').replaceChildren(
    figure('requests a second', shown(requests), 'requests', requests),
    figure('refused or failed requests', shown(failures), 'failures', failures),
    figure('being answered', shown(status.inside), 'inside', status.inside),
    figure('memory', `${shown(Math.round(status.memory / 1e6))} MB`, 'memory', status.memory),
    figure('runs for', span((new Date(status.time) - new Date(status.started)) / 1000)));
}

function showModels(status, listed, seconds) {
  byId('models').replaceChildren(...status.models.map(model => {
    const card = made('article', 'card');
    const head = made('div', 'head');
    head.append(made('h2', '', model.name));
    head.append(model.version === null ? made('span', 'badge bad', 'no version yet') : made('span', 'badge good', `version ${model.version}`));
    const known = listed.models.find(each => each.name === model.name);
    if (known?.steps) head.append(made('span', 'steps', known.steps.join(' → ')));
    card.append(head);
    if (model.refused) card.append(made('p', 'refused', `The last version that came is not served: ${model.refused}`));
    const figures = made('div', 'figures');
    for (const [name, value] of Object.entries(model.metrics)) figures.append(figure(name, shown(value), `${model.name}/${name}`, value));
    const before = last?.models.find(each => each.name === model.name);
    const rows = rate(model.rows, before?.rows, seconds);
    figures.append(
      figure('trained', model.age === null ? '–' : `${span(model.age)} ago`),
      figure('on rows', shown(known?.version?.rows)),
      figure('versions served', shown(model.swaps)),
      figure('rows a second', shown(rows), `${model.name}//rows`, rows),
      figure('requests', shown(model.requests)),
      figure('half of them took', milliseconds(model.p50)),
      figure('99 of 100 took', milliseconds(model.p99)));
    card.append(figures);
    return card;
  }));
}

function showJobs(status, seconds) {
  byId('jobs').replaceChildren(...status.jobs.map(job => {
    const card = made('article', 'card');
    card.append(made('h2', '', `Stream job ${job.name}`));
    const figures = made('div', 'figures');
    const rows = rate(job.rows, last?.jobs.find(each => each.name === job.name)?.rows, seconds);
    figures.append(figure('rows a second', shown(rows), `${job.name}//rows`, rows), figure('rows', shown(job.rows)));
    if (job.lag !== undefined) figures.append(figure('rows that wait', shown(job.lag), `${job.name}//lag`, job.lag));
    for (const [name, value] of Object.entries(job.values)) figures.append(figure(name, shown(value), `${job.name}/${name}`, value));
    card.append(figures);
    return card;
  }));
}

async function showForm(status) {
  const names = status.models.filter(model => model.version !== null).map(model => model.name);
  const select = byId('scored');
  if (names.join('\n') !== [...select.options].map(option => option.value).join('\n')) {
    const chosen = select.value;
    select.replaceChildren(...names.map(name => new Option(name, name)));
    if (names.includes(chosen)) select.value = chosen;
  }
  byId('score').hidden = names.length === 0;
  if (names.length > 0 && select.value !== asked) {
    asked = select.value;
    const model = await got(`models/${encodeURIComponent(asked)}`);
    byId('row').replaceChildren(...model.input.map(column => {
      const label = made('label', '', `${column.name}: ${column.type}${column.length ? `[${column.length}]` : ''}${column.required ? '' : ', may be empty'}`);
      const input = made('input');
      Object.assign(input, { name: column.name, required: column.required, placeholder: column.type === 'Vector' ? '[1, 2.5]' : '' });
      input.dataset.type = column.type;
      label.append(input);
      return label;
    }), made('button', '', 'Score'));
  }
}

// Texts and moments are sent as they are; all else is written as JSON.
function value(input) {
  const text = input.value.trim();
  if (text === '') return null;
  if (input.dataset.type === 'String' || input.dataset.type === 'DateTimeOffset') return input.value;
  try { return JSON.parse(text); } catch { return text; }
}

byId('row').addEventListener('submit', async event => {
  event.preventDefault();
  const row = Object.fromEntries([...byId('row').querySelectorAll('input')].map(input => [input.name, value(input)]));
  const answer = await fetch(`models/${encodeURIComponent(byId('scored').value)}/predict`, {
    method: 'POST', headers: headers({ 'Content-Type': 'application/json' }), body: JSON.stringify(row),
  });
  const told = await answer.json();
  byId('answer').textContent = answer.ok
    ? `${JSON.stringify(told, null, 2)}\nby version ${answer.headers.get('Alink-Model-Version')}`
    : told.detail;
});
byId('scored').addEventListener('change', () => byId('answer').textContent = '');
byId('key').value = sessionStorage.getItem('key') ?? '';
byId('key').addEventListener('change', () => sessionStorage.setItem('key', byId('key').value));

async function look() {
  const state = byId('state');
  try {
    const [status, listed] = await Promise.all([got('status'), got('models')]);
    const seconds = last ? (new Date(status.time) - new Date(last.time)) / 1000 : 0;
    showServer(status, seconds);
    showModels(status, listed, seconds);
    showJobs(status, seconds);
    await showForm(status);
    [state.textContent, state.className] = status.ready ? ['ready', 'badge good'] : ['not ready', 'badge bad'];
    last = status;
  } catch (error) {
    [state.textContent, state.className] = [error.message, 'badge bad'];
  }
  setTimeout(look, 1000);
}

look();
