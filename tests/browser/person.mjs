// A reviewer at the keyboard, who sees the ink (the truth of what was painted) and what the page shows, and nothing else.
// Counts what the hands do.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { readJson, root } from './run.mjs';

const forms = new Map(readdirSync(path.join(root, 'templates')).filter((name) => !/\.|kit|lexicons/.test(name))
  .map((name) => readJson(path.join(root, 'templates', name, 'form.json'))).map((form) => [form.id, form]));

const column = (field) => field.replace(/\[\d+\]/, '[*]');

/// The field of a form that a column key names.
export function fieldOf(key) {
  const [id, , name] = key.split('/');
  for (const field of forms.get(id).fields) {
    if (field.name === name) return field;
    const cell = field.columns?.find((one) => `${field.name}[*].${one.name}` === name);
    if (cell) return cell;
  }
  throw new Error(`no field ${key}`);
}

const british = (iso) => iso.split('-').reverse().join('/');
const isSignature = (kind) => kind === 'signature' || kind === 'initials';

/// What the page must show for a value if it was read rightly.
export function shown(field, { state, value }) {
  const kind = field.kind;
  if (state === 'blank') return isSignature(kind) ? 'Not signed' : 'Left blank';
  if (state === 'none') return 'None';
  if (state === 'ambiguous') return 'More than one mark';
  if (state !== 'read') return 'Cannot be read';
  if (kind === 'date') return british(value);
  if (kind === 'nhs_number') return `${value.slice(0, 3)} ${value.slice(3, 6)} ${value.slice(6)}`;
  if (typeof value === 'boolean') return isSignature(kind) ? 'signed' : value ? 'ticked' : 'not ticked';
  const label = (code) => field.options?.find((option) => option.code === code)?.label || code;
  return Array.isArray(value) ? value.map(label).join(', ') : field.options ? label(value) : String(value);
}

/// What somebody without this page would type for a value: its characters and a key to go on.
export function typedAnew(field, { state, value }) {
  if (state !== 'read') return 1;
  if (typeof value === 'boolean') return 2;
  if (Array.isArray(value)) return value.length + 1;
  if (field.options) return 2;
  return (field.kind === 'date' ? 8 : String(value).length) + 1;
}

const optionKeys = '123456789abcdefghijklmnopqrstuvw';

function optionKey(field, code) {
  const short = field.options.every((option) => /^[a-z0-9]$/i.test(option.code));
  return short ? code.toLowerCase() : optionKeys[field.options.findIndex((option) => option.code === code)];
}

// Two marks where one is allowed: there is no one answer that could be read.
const stateKeys = { blank: '-', none: '/', illegible: ' ', ambiguous: ' ' };

/// The keys that say what the paper says: {press: [...]} one after the other, then {type, enter}. `now` is what is shown
/// (empty in blind entry), which may be quicker to mend; `suggested` the first suggestion beside it.
export function answerKeys(field, { state, value }, now, suggested) {
  if (stateKeys[state]) return { press: [stateKeys[state]] };
  if (typeof value === 'boolean') return { press: [value ? 'y' : 'n'] };
  if (field.kind === 'choices') {
    const labels = new Set(now ? now.split(', ') : []);
    const changes = field.options.filter((option) => labels.has(option.label) !== value.includes(option.code));
    return { press: [...changes.map((option) => optionKey(field, option.code)), 'Enter'] };
  }
  if (field.options) return { press: [optionKey(field, value)] };
  const text = field.kind === 'date' ? british(value).replaceAll('/', '') : String(value);
  return now && !['date', 'number', 'nhs_number'].includes(field.kind) ? shorter(text, now, suggested) : { press: [], type: text, completes: true };
}

/// Where a text differs from another: [from, to, to in the other].
function difference(text, other) {
  let from = 0;
  while (from < Math.min(text.length, other.length) && text[from] === other[from]) from += 1;
  let same = 0;
  while (same < Math.min(text.length, other.length) - from && text.at(-1 - same) === other.at(-1 - same)) same += 1;
  return [from, text.length - same, other.length - same];
}

/// Typing a text anew, or mending what is shown. F2 marks where the first suggestion differs: if that is where the paper
/// differs, it is typed over. Else to the place from the end, out with the wrong, in with the right.
function shorter(text, now, suggested) {
  const [from, to, end] = difference(now, text);
  const [marked, until] = suggested ? difference(now, suggested) : [now.length, now.length];
  const over = marked <= from && to <= until;
  const insert = over ? text.slice(marked, end + until - to) : text.slice(from, end);
  const erase = over && insert === '' ? ['Backspace'] : [];
  const toEnd = suggested ? ['End'] : [];
  const mend = over ? ['F2', ...erase] : ['F2', ...toEnd, ...Array(now.length - to).fill('ArrowLeft'), ...Array(to - from).fill('Backspace')];
  return mend.length + insert.length < text.length ? { press: mend, type: insert } : { press: [], type: text, completes: true };
}

export class Person {
  constructor(page) {
    this.page = page;
    this.keys = 0;     // presses, a modifier counted as one
    this.actions = 0;  // things done: a command key, an arrow, or a value typed and entered
  }

  async press(key) {
    this.keys += key.length > 1 ? key.split('+').length : 1;
    await this.page.keyboard.press(key);
  }

  async do(key) {
    this.actions += 1;
    await this.press(key);
  }

  /// Answers what is in hand. A value typed, however long, is one action.
  async answer({ press, type, completes }) {
    this.actions += 1;
    const item = await this.page.evaluate(() => document.querySelector('.card.current').dataset);
    for (const key of press) await this.press(key);
    if (type !== undefined) {
      await (completes ? this.typeOrComplete(type) : this.type(type));
      await this.press('Enter');
    }
    // Odd, says the page; the paper says so all the same.
    if (!(await this.goesOn(item, true))) {
      this.actions += 1;
      await this.press('Enter');
      await this.goesOn(item, false);
    }
  }

  async type(text) {
    this.keys += text.length;
    await this.page.keyboard.type(text);
  }

  /// Types, and looks after each letter whether the page offers the word.
  async typeOrComplete(text) {
    for (let at = 0; at < text.length; at += 1) {
      const offered = await this.page.evaluate(() => document.querySelector('[data-completes]')?.firstChild.textContent);
      if (offered === text && text.length - at > 1) return this.press('Tab');
      await this.type(text[at]);
    }
    return undefined;
  }

  /// Waits until an item is no longer in hand; false where the page asks for a second Enter.
  goesOn(item, orAsks) {
    return this.page.waitForFunction(([one, asks]) => {
      if (asks && document.getElementById('entry-says')?.textContent.includes('Enter again')) return 'asks';
      const card = document.querySelector('.card.current');
      return card && card.dataset.document === one.document && card.dataset.field === one.field ? null : 'gone';
    }, [item, orAsks]).then((said) => said.jsonValue()).then((said) => said === 'gone');
  }

  /// The cards on the screen, as the person sees them.
  see() {
    return this.page.evaluate(() => [...document.querySelectorAll('.card')].map((card) => ({
      document: card.dataset.document, field: card.dataset.field, value: card.querySelector('.value').innerText,
      done: card.classList.contains('done'), current: card.classList.contains('current'), chosen: card.classList.contains('chosen'),
      x: card.offsetLeft, y: card.offsetTop,
    })));
  }

  /// Arrow keys from where one is to a card.
  async walkTo(place) {
    for (;;) {
      const open = (await this.see()).filter((card) => !card.done);
      const at = open.findIndex((card) => card.current);
      const to = open.findIndex((card) => card.document === place.document && card.field === place.field);
      if (at === to) return;
      if (open[to].y === open[at].y) await this.do(to > at ? 'ArrowRight' : 'ArrowLeft');
      else await this.do(open[to].y > open[at].y ? 'ArrowDown' : 'ArrowUp');
    }
  }
}

export { column };
