// The strip at the foot of the screen in which a value is typed. It never moves and keeps the keyboard, so that no key
// is lost on the way from one item to the next; what is typed is shown under the ink as well.
import { ApiError, post } from './api.js';
import { commandOf, pickKey } from './keys.js';
import { draftOf, keepDraft } from './outbox.js';
import { announce, keyButton, el } from './dom.js';
import { optionsOf, reasonWords } from './words.js';

const labelWords = { confirm: 'Type here to change', rekey: 'Type what the paper says', adjudicate: 'Or type what the paper says' };
const restMs = 220;  // after the last key, before the rules are asked
const worthCompleting = 2;  // letters

/// Where a text differs from another one: [from, to] in the text.
function differingPart(text, other) {
  let from = 0;
  while (from < Math.min(text.length, other.length) && text[from] === other[from]) from += 1;
  let same = 0;
  while (same < Math.min(text.length, other.length) - from && text.at(-1 - same) === other.at(-1 - same)) same += 1;
  return [from, text.length - same];
}

export class Entry {
  /// `on` takes the commands of keys.js by name, with save(text) and typed(text).
  constructor(on) {
    this.on = on;
    this.item = null;
    this.label = el('label', { for: 'entry' });
    this.field = el('textarea', { id: 'entry', rows: 1, spellcheck: false, autocomplete: 'off', autocapitalize: 'off',
      aria: { describedby: 'entry-says entry-why' } });
    this.says = el('p', { id: 'entry-says', class: 'says', aria: { live: 'polite' } });
    this.why = el('p', { id: 'entry-why', class: 'why' });
    this.picks = el('div', { class: 'picks', role: 'group', aria: { label: 'Suggestions and choices' } });
    this.actions = el('div', { class: 'actions' });
    this.node = el('section', { class: 'entry', aria: { label: 'What the paper says' } },
      el('div', { class: 'typing' }, this.label, this.field, this.says),
      el('div', { class: 'offers' }, this.picks, this.why), this.actions);
    this.field.addEventListener('keydown', (event) => this.key(event));
    this.field.addEventListener('input', () => this.changed());
  }

  /// Puts an item before the person; what was typed for it when the page went away is there again.
  show(item, mode) {
    clearTimeout(this.rest);
    this.item = item;
    this.mode = mode;
    this.mending = this.touched = false;
    this.checked = this.warned = null;
    this.options = mode === 'adjudicate' ? [{ key: '1' }, { key: '2' }] : optionsOf(item);
    this.shownSet = new Set(mode === 'confirm' && Array.isArray(item.value) ? item.value : []);
    this.ticked = new Set(this.shownSet);
    this.field.rows = item.kind === 'paragraph' ? 2 : 1;
    this.field.placeholder = item.placeholder ?? (mode === 'adjudicate' ? (item.options ?? []).map(({ label }) => label).join(', ') : '');
    this.field.value = draftOf(item);
    this.label.textContent = `${labelWords[mode]}: ${item.label}`;
    this.why.textContent = mode === 'rekey' || !reasonWords(item) ? '' : `Why you are asked: ${reasonWords(item)}`;
    this.says.textContent = '';
    this.showPicks();
    if (this.field.value) this.changed();
    else this.on.typed('');
  }

  setActions(list) {
    this.actions.replaceChildren(...list.map(([words, key, name]) => keyButton(words, key, () => {
      this.press(name);
      this.field.focus();
    }, { data: { name } })));
  }

  /// A button does what its key does: with something typed, "confirm" saves that.
  press(name) {
    if (name === 'confirm' && this.text) this.save();
    else this.run({ name });
  }

  /// Other words on a button.
  name(name, words) {
    const button = this.actions.querySelector(`[data-name="${name}"]`);
    if (button) button.firstChild.textContent = words;
  }

  get text() {
    return this.field.value.trim();
  }

  get many() {
    return this.item.kind === 'choices' && this.mode !== 'adjudicate';
  }

  key(event) {
    if (!this.item) return;
    const command = commandOf(event, { text: this.field.value, mending: this.mending, touched: this.touched, options: this.options,
      pickedBy: this.item.picked_by, offers: this.candidates.length, completion: this.completion, many: this.item.kind === 'paragraph' });
    if (!command) return;
    event.preventDefault();
    this.run(command);
  }

  run({ name, number }) {
    if (name === 'save') this.save();
    else if (name === 'clear') this.set('', false);
    else if (name === 'mend') this.mend();
    else if (name === 'option') this.choose(number);
    else if (name === 'candidate') this.candidate(number);
    else if (name === 'complete') this.complete();
    else if (name === 'confirm' && this.changedTicks()) this.saveTicks();
    else this.on[name]?.();
  }

  set(text, mending) {
    this.field.value = text;
    this.field.setSelectionRange(text.length, text.length);
    this.mending = mending;
    this.changed();
  }

  /// The value that is shown, to be mended rather than typed anew; where the likeliest other one differs is marked.
  mend() {
    if (this.mode === 'rekey' || this.field.value) return;
    const [text = '', other] = [this.item.text, ...this.candidates.map((one) => one.text)].filter(Boolean);
    this.set(text, true);
    if (other) this.field.setSelectionRange(...differingPart(text, other));
  }

  /// What else the ink may say; nothing where the value is typed unseen.
  get candidates() {
    return this.mode === 'confirm' ? this.item.candidates ?? [] : [];
  }

  /// The word near to the ink that goes on as what is typed begins, or nothing.
  get completion() {
    const typed = this.text.toLowerCase();
    if (!typed || this.mode !== 'confirm') return undefined;
    return this.item.completions?.find((word) => word.length >= typed.length + worthCompleting && word.toLowerCase().startsWith(typed));
  }

  complete() {
    const { completion } = this;
    if (completion) this.set(completion, this.mending);
  }

  changed() {
    this.touched = true;
    this.warned = this.checked = null;
    clearTimeout(this.rest);
    const { text } = this;
    keepDraft(this.item, text);
    this.on.typed(text);
    this.says.replaceChildren();
    this.showPicks();
    if (this.completion) announce(`Tab completes: ${this.completion}`);
    if (text) this.rest = setTimeout(() => this.check(), restMs);
  }

  /// What the text would become, by the same rules that judged the reading. Never stands in the way.
  async check() {
    const { item, text } = this;
    try {
      const answer = await post('/api/check', { document: item.document, field: item.field, text });
      if (item !== this.item || text !== this.text) return null;
      this.checked = { text, ...answer };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return null;  // nobody can say; saving will tell why
    }
    this.tell();
    return this.checked;
  }

  tell() {
    const { understood, display, findings } = this.checked;
    const odd = findings.map(({ message }) => message);
    if (!understood && !odd.length) odd.push('This is not understood as a value of this kind.');
    const becomes = understood && display !== this.text && !this.item.options?.length ? el('span', {}, 'Becomes ', el('b', {}, display), '. ') : '';
    this.says.replaceChildren(becomes, ...(odd.length ? [el('span', { class: 'odd' }, `${odd.join(' ')} `)] : []));
    this.odd = odd.length > 0;
  }

  /// Saves what is typed; what looks odd is said first, and a second Enter saves it as written.
  async save() {
    const { item, text } = this;
    if (!text) return;
    if (this.warned !== text) {
      clearTimeout(this.rest);
      const checked = this.checked?.text === text ? this.checked : await this.check();
      if (item !== this.item || text !== this.text) return;
      if (checked && this.odd) {
        this.warned = text;
        this.says.append(el('b', {}, 'Enter again saves it as written.'));
        return;
      }
    }
    this.on.save(text);
  }

  /// The item was taken care of: nothing typed is left to keep.
  forget() {
    keepDraft(this.item, '');
  }

  showPicks() {
    this.picks.replaceChildren();
    if (this.mode === 'adjudicate') return;
    const codes = new Set(this.ticked);
    const choices = this.options.map(({ key, label, code }, at) => keyButton(label, key, () => this.pick(() => this.choose(at)),
      this.many ? { aria: { pressed: String(codes.has(code)) } } : {}));
    this.picks.append(...(choices.length ? choices : this.candidateButtons()));
  }

  candidateButtons() {
    const { completion } = this;
    const others = this.candidates.map(({ display }, at) => keyButton(display, pickKey(this.text ? '' : this.item.picked_by, at), () => this.pick(() => this.candidate(at + 1))));
    return completion ? [keyButton(completion, 'Tab', () => this.pick(() => this.complete()), { data: { completes: 'yes' } }), ...others] : others;
  }

  pick(act) {
    act();
    this.field.focus();
  }

  changedTicks() {
    return this.many && ([...this.ticked].some((code) => !this.shownSet.has(code)) || this.ticked.size !== this.shownSet.size);
  }

  saveTicks() {
    if (this.ticked.size) this.on.save([...this.ticked].join(', '), this.tickedWords());
    else this.on.blank();
  }

  tickedWords() {
    return this.options.filter((one) => this.ticked.has(one.code)).map((one) => one.label).join(', ');
  }

  choose(number) {
    if (this.mode === 'adjudicate') return this.on.choose(number);
    const { code, label } = this.options[number];
    if (!this.many) return this.on.save(code, label);
    if (!this.ticked.delete(code)) this.ticked.add(code);
    this.on.typed(this.tickedWords() || 'Nothing ticked');
    this.showPicks();
    return undefined;
  }

  candidate(number) {
    const candidate = this.candidates[number - 1];
    if (candidate) this.on.save(candidate.text, candidate.display);
  }
}
