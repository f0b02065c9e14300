'use strict';

const most = 120; // So many seconds of traffic are shown.
const seconds = 5; // A rate is that of so many seconds.
const first = ['auc', 'accuracy', 'r2', 'rmse', 'f1', 'log loss', 'mae']; // What tells the quality at a glance, if it is there.
const few = 6; // So many models are told one below the other; more stand side by side, and can be looked for.
const glance = 4; // So many figures of quality are told at a glance.
const traffic = new Map();
const totals = new Map();
const opened = new Set();
const silent = 'The server does not answer.';
const byId = id => document.getElementById(id);
let asked = null;

function made(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

function shown(value) {
  if (value === null || value === undefined || Number.isNaN(value)) return '–';
  if (Array.isArray(value)) return value.map(shown).join(', ');
  if (typeof value !== 'number') return typeof value === 'object' ? JSON.stringify(value) : String(value);
  if (Number.isInteger(value)) return value.toLocaleString('en');
  return Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : Number(value.toPrecision(4)).toString();
}

function span(time) {
  if (time === null || time === undefined) return '–';
  if (time < 120) return `${Math.round(time)} s`;
  if (time < 7200) return `${Math.round(time / 60)} min`;
  return time < 172800 ? `${Math.round(time / 3600)} h` : `${Math.round(time / 86400)} days`;
}

const milliseconds = value => value === null || value === undefined ? '–' : `≤ ${shown(value * 1000)} ms`;
const moment = value => Number.isFinite(value) ? new Date(value).toISOString().replace('T', ' ').replace('.000Z', 'Z') : '–';
const current = values => values?.at(-1);
const ranked = (names, order) => names.toSorted((one, other) => (order.indexOf(one) + 1 || 99) - (order.indexOf(other) + 1 || 99));

// Draws values from the left to the right; those that are not known leave a gap in time, not in the line.
function line(values) {
  const known = values.filter(Number.isFinite);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', `0 0 ${Math.max(1, values.length - 1)} 20`);
  svg.setAttribute('preserveAspectRatio', 'none');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'polyline');
  path.setAttribute('points', values
    .map((each, i) => [i, high > low ? 19 - 18 * (each - low) / (high - low) : 10])
    .filter((_, i) => Number.isFinite(values[i])).map(point => point.join(',')).join(' '));
  svg.append(path);
  return svg;
}

function figure(name, value, values, of) {
  const box = made('div', 'figure');
  box.append(made('span', '', name), made('b', '', value));
  const known = (values ?? []).filter(Number.isFinite);
  if (known.length > 1) {
    const [low, high] = [Math.min(...known), Math.max(...known)];
    box.append(line(values), made('span', '', `${low < high ? `${shown(low)} to ${shown(high)}` : 'the same'} in ${known.length} ${of}`));
  }
  return box;
}

function figures(boxes, className) {
  const grid = made('div', `figures ${className ?? ''}`);
  grid.append(...boxes);
  return grid;
}

// What is told where it is asked for, and stays open then.
function more(key, boxes) {
  const details = made('details');
  details.append(made('summary', '', `${boxes.length} more figures`), figures(boxes));
  details.open = opened.has(key);
  details.addEventListener('toggle', () => details.open ? opened.add(key) : opened.delete(key));
  return boxes.length > 0 ? [details] : [];
}

// How fast a total grows, now and as it was at each look before.
function rates(key, time, total) {
  const seen = totals.get(key) ?? [];
  seen.push([time, total]);
  while (seen.length > 2 && time - seen[1][0] >= seconds) seen.shift();
  totals.set(key, seen);
  const values = traffic.get(key) ?? [];
  values.push(time > seen[0][0] ? Math.max(0, (total - seen[0][1]) / (time - seen[0][0])) : NaN);
  if (values.length > most) values.shift();
  traffic.set(key, values);
  return values;
}

const byName = (one, other) => one.name.localeCompare(other.name, 'en', { numeric: true });

function showModels(status, listed) {
  const isMany = status.models.length > few;
  byId('none').hidden = status.models.length > 0;
  byId('findLabel').hidden = byId('toScore').hidden = !isMany;
  byId('models').className = isMany ? 'many' : '';
  const part = byId('find').value.trim().toLowerCase();
  const found = status.models.filter(model => !isMany || model.name.toLowerCase().includes(part)).sort(byName);
  const told = isMany ? [made('p', 'dim', part ? `${found.length} of ${status.models.length} models` : `${status.models.length} models`)] : [];
  byId('models').replaceChildren(...told, ...found.map(model => {
    const known = listed.models.find(each => each.name === model.name);
    const card = made('article', 'card');
    const head = made('div', 'head');
    head.append(
      made('h2', '', model.name),
      model.version === null ? made('span', 'badge bad', 'no version yet') : made('span', 'badge good', `version ${model.version}`),
      made('span', 'dim', [
        model.age === null ? '' : `trained ${span(model.age)} ago`,
        known?.version?.rows ? `on ${shown(known.version.rows)} rows` : ''].join(' ')));
    card.append(head);
    if (model.refused) card.append(made('p', 'bad text', `The last version that came is not served: ${model.refused}`));
    const names = ranked(Object.keys(model.metrics), first);
    const measured = names.map(name => figure(name, shown(current(model.metrics[name])), model.metrics[name], 'versions'));
    if (model.version !== null) card.append(made('h3', '', measured.length > 0 ? `Quality of version ${model.version}` : 'Quality'));
    if (measured.length > 0) card.append(figures(measured.slice(0, glance), 'quality'));
    else if (model.version !== null) card.append(made('div', 'dim', 'Not measured: alink evaluate --record measures a model file, and a gate the models of a stream job.'));
    card.append(...more(model.name, measured.slice(glance)));
    const rows = rates(`${model.name}//rows`, new Date(status.time) / 1000, model.rows);
    if (model.requests > 0) {
      card.append(made('h3', '', 'Traffic'), figures([
        figure('rows a second', shown(current(rows)), rows, 'seconds'),
        figure('requests', shown(model.requests)),
        figure('refused or failed', shown(model.failures)),
        figure('half of them took', milliseconds(model.p50)),
        figure('99 of 100 took', milliseconds(model.p99))]));
    }
    card.append(made('p', 'dim', [
      ...known?.steps ? [known.steps.join(' → ')] : [], ...model.requests > 0 ? [] : ['no requests yet'],
      ...model.swaps > 1 ? [`${shown(model.swaps)} versions served so far`] : []].join(' · ')));
    return card;
  }));
}

// A figure of a stream job, by what is known of its name.
function jobFigure(name, values, all) {
  const value = current(values);
  if (name === 'watermark') return figure(name, moment(value));
  if (name === 'model version') return figure(name, shown(value));
  if (name === 'drift level') return figure(name, ['none', 'warning', 'drift'][value] ?? '–');
  if (name.endsWith(' age')) return figure(name, span(value));
  const title = name.startsWith('total ') ? `${name.slice(6)}, all rows` : `total ${name}` in all ? `${name}, last window` : name;
  return figure(title, shown(value), values, 'epochs');
}

function showJobs(status) {
  byId('jobs').replaceChildren(...status.jobs.map(job => {
    const card = made('article', 'card');
    const head = made('div', 'head');
    const kind = { running: 'good', failed: 'bad' }[job.state] ?? '';
    const level = current(job.values['drift level']);
    head.append(made('h2', '', job.name), made('span', 'dim', 'stream job'), made('span', `badge ${kind}`, job.state ?? 'begins'));
    if (level > 0) head.append(level > 1 ? made('span', 'badge bad', 'drift') : made('span', 'badge warn', 'drift warning'));
    if (job.restarts) head.append(made('span', 'dim', `begun again ${shown(job.restarts)} times`));
    card.append(head);
    const rows = rates(`job ${job.name}`, new Date(status.time) / 1000, job.rows ?? 0);
    const order = [...first.flatMap(name => [name, `total ${name}`]), 'drifts', 'drift level', 'model version', 'watermark'];
    const names = ranked(Object.keys(job.values), order);
    const isFirst = name => order.indexOf(name) >= 2 * first.length || name === names[0] && first.includes(name) || name === `total ${names[0]}`;
    const boxes = names.filter(isFirst).map(name => jobFigure(name, job.values[name], job.values));
    card.append(made('h3', '', `${shown(job.rows)} rows in ${shown(job.epochs)} epochs`), figures([
      figure('rows a second', shown(current(rows)), rows, 'seconds'),
      ...job.lag ? [figure('rows waiting (lag)', shown(current(job.lag)), job.lag, 'epochs')] : [], ...boxes]));
    card.append(...more(`job ${job.name}`, [
      ...names.filter(name => !isFirst(name)).map(name => jobFigure(name, job.values[name], job.values)),
      figure('seconds an epoch', shown(current(job.epochSeconds)), job.epochSeconds, 'epochs')]));
    return card;
  }));
}

function showServer(status) {
  const sum = what => status.models.reduce((all, model) => all + model[what], 0);
  const requests = rates('//requests', new Date(status.time) / 1000, sum('requests'));
  byId('server').replaceChildren(made('h3', '', 'Server'), figures([
    figure('requests a second', shown(current(requests)), requests, 'seconds'),
    figure('being answered', shown(status.inside)),
    figure('memory', `${shown(Math.round(status.memory / 1e6))} MB`),
    figure('runs for', span((new Date(status.time) - new Date(status.started)) / 1000))]));
}

const headers = given => byId('key').value ? { ...given, 'X-Api-Key': byId('key').value } : { ...given };

async function got(path) {
  const answer = await fetch(path, { headers: headers() }).catch(() => { throw new Error(silent); });
  if (answer.status === 401) byId('keyLabel').hidden = false;
  if (!answer.ok) throw new Error((await answer.json()).detail);
  return answer.json();
}

async function showForm(status) {
  const names = status.models.filter(model => model.version !== null).sort(byName).map(model => model.name);
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
    const inputs = model.input.map(column => {
      const input = made('input');
      Object.assign(input, { name: column.name, required: column.required, placeholder: written(column.example), autocomplete: 'off' });
      input.dataset.type = column.type;
      return input;
    });
    const labels = model.input.map((column, i) => {
      const type = `${column.type}${column.length ? ` of ${column.length}` : ''}${column.required ? '' : ', may be empty'}`;
      const label = made('label');
      if (column.names) label.title = column.names.join(', ');
      label.append(made('b', '', column.name), ' ', made('span', 'dim', type), inputs[i]);
      return label;
    });
    const example = made('button', '', 'Fill in an example');
    example.type = 'button';
    example.addEventListener('click', () => inputs.forEach(input => input.value = input.placeholder));
    const buttons = made('div', 'buttons');
    buttons.append(made('button', 'first', 'Score'), example);
    byId('row').replaceChildren(...labels, buttons);
    byId('answer').replaceChildren();
  }
}

const written = value => typeof value === 'string' ? value : JSON.stringify(value);

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
  try {
    const answer = await fetch(`models/${encodeURIComponent(byId('scored').value)}/predict`, {
      method: 'POST', headers: headers({ 'Content-Type': 'application/json' }), body: JSON.stringify(row),
    });
    const told = await answer.json();
    byId('answer').replaceChildren(...!answer.ok ? [made('p', 'bad text', told.detail)]
      : told === null ? [made('p', '', 'The model leaves this row out.')]
      : [...Object.entries(told).map(([name, value]) => figure(name, shown(value))), figure('by version', answer.headers.get('Alink-Model-Version'))]);
  } catch {
    byId('answer').replaceChildren(made('p', 'bad text', silent));
  }
});
byId('key').value = sessionStorage.getItem('key') ?? '';
byId('key').addEventListener('change', () => sessionStorage.setItem('key', byId('key').value));

async function look() {
  const state = byId('state');
  try {
    const [status, listed] = await Promise.all([got('status'), got('models')]);
    showModels(status, listed);
    showJobs(status);
    showServer(status);
    await showForm(status);
    const awaited = status.models.filter(model => model.version === null).map(model => model.name);
    [state.textContent, state.className] = status.ready ? ['ready', 'badge good']
      : [awaited.length > 0 ? `not ready: no version yet of ${awaited.join(', ')}` : 'the server is about to end', 'badge bad'];
  } catch (error) {
    [state.textContent, state.className] = [error.message, 'badge bad'];
  }
  setTimeout(look, 1000);
}

look();
