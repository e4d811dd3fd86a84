// The template editor: one form, its pages, the field that is chosen, what is wrong, and saving.
import { ApiError, get, post } from './api.js';
import { announce, byId, count, el } from './dom.js';
import { Form } from './form.js';
import { Panel } from './panel.js';
import { Sheet } from './sheet.js';
import { TryOut } from './try_out.js';

const lintMs = 250;
const keys = [['Drag on the page', 'Draw a new box'], ['Drag a box, or its corner', 'Move it, resize it'], ['Arrow keys', 'Move the chosen box by 0.5 mm (on the page)'],
  ['Shift + arrow keys', 'Make it wider, narrower, higher, lower'], ['Alt with these', '0.1 mm instead'], ['. and ,', 'Next field, field before'], ['N', 'A new box in the middle of the page'],
  ['Enter', 'Name the chosen field'], ['Delete', 'Delete it'], ['Esc', 'Choose nothing'], ['Ctrl + Z, Ctrl + Y', 'Undo, redo'], ['Ctrl + S', 'Save']];

class Editor {
  constructor(answer) {
    this.form = new Form(answer.text);
    this.at = null;
    this.part = null;
    this.findings = [];
    this.number = 1;
    this.sheet = new Sheet(this);
    this.panel = new Panel(this);
    this.tryOut = new TryOut(this);
    this.pageHead = el('div', { class: 'head' });
    this.names = el('ul', { class: 'names' });
    this.wrong = el('section', { class: 'panel', aria: { labelledby: 'wrong-title' } });
    this.loaded(answer);
    byId('main').replaceChildren(el('h1', { class: 'unseen' }, 'Edit the form'), el('div', { class: 'edit' }, this.pageHead, this.sheet.node,
      el('div', { class: 'desk' }, this.panel.node, this.wrong, el('section', { class: 'panel', aria: { labelledby: 'names-title' } }, el('h2', { id: 'names-title' }, 'Fields on this page'), this.names), this.tryOut.node)));
    this.show();
  }

  loaded(answer) {
    Object.assign(this, { pages: answer.pages, sha256: answer.sha256, findings: answer.findings, note: '', changes: [] });
    document.title = `${answer.folder} – carescan template edit`;
    byId('form-name').textContent = `${this.form.json.title} (${answer.folder})`;
  }

  get page() { return this.pages.find(({ number }) => number === this.number) ?? this.pages[0]; }
  get picture() { return this.tryOut.pictureOf(this.page); }

  show() {
    this.sheet.show();
    this.panel.show();
    this.showPages();
    this.showNames();
    this.showWrong();
    byId('undo').disabled = !this.form.past.length;
    byId('redo').disabled = !this.form.future.length;
    byId('saved').textContent = this.form.dirty ? 'Not saved yet' : 'All saved';
  }

  showPages() {
    const focused = document.activeElement?.id;
    const buttons = this.pages.map(({ number }) => el('button', { type: 'button', id: `page-${number}`, aria: { pressed: number === this.number }, click: () => { this.number = number; this.choose(null, null); } }, `Page ${number}`));
    this.pageHead.replaceChildren(...buttons, el('button', { type: 'button', id: 'new-box', click: () => this.addInMiddle() }, 'New box'));
    if (focused?.startsWith('page-')) byId(focused)?.focus();
  }

  showNames() {
    const focused = this.names.contains(document.activeElement) ? document.activeElement.id : null;
    const items = this.form.fields.flatMap((field, at) => (field.page !== this.number ? [] : [el('li', {}, el('button', { type: 'button', id: `field-${at}`, aria: { pressed: at === this.at }, click: () => this.choose(at, null) },
      field.label || field.name, this.findingsOf(at).length ? el('span', { class: 'tag error' }, count(this.findingsOf(at).length, 'note')) : ''))]));
    this.names.replaceChildren(...items);
    if (focused) byId(focused)?.focus({ preventScroll: true });
  }

  showWrong() {
    const errors = this.findings.filter(({ severity }) => severity === 'error').length;
    const rest = this.findings.length - errors;
    const item = (one) => {
      const at = this.fieldOf(one);
      const go = at === null || !this.form.fields[at] ? '' : el('button', { type: 'button', aria: { label: `Go to ${this.form.fields[at].name}` }, click: () => this.choose(at, null) }, this.form.fields[at].name);
      return el('li', { class: one.severity }, go, `${one.message} `, el('code', {}, one.id));
    };
    this.wrong.replaceChildren(el('h2', { id: 'wrong-title' }, this.findings.length ? `${count(errors, 'error')}, ${count(rest, 'warning')}` : 'Nothing is wrong with this form'),
      this.note ? el('p', { class: 'odd', id: 'version-note' }, this.note) : '', el('ul', { class: 'findings' }, ...this.findings.slice(0, 60).map(item)));
  }

  fieldOf({ pointer }) {
    const found = /^\/fields\/(\d+)(\/|$)/.exec(pointer);
    return found ? Number(found[1]) : null;
  }

  findingsOf(at) { return this.findings.filter((one) => this.fieldOf(one) === at); }

  stateOf(at) {
    const mine = this.findingsOf(at);
    return mine.some(({ severity }) => severity === 'error') ? 'faulty' : mine.length ? 'doubtful' : '';
  }

  choose(at, part) {
    [this.at, this.part] = [at, part];
    if (at !== null) this.number = this.form.fields[at].page;
    this.show();
    if (at !== null) announce(`${this.form.fields[at].label}, ${this.form.fields[at].kind}`);
  }

  /// Does something to the form, and shows it.
  edit(action) {
    action();
    this.changed();
  }

  changed() {
    if (this.at !== null && !this.form.fields[this.at]) [this.at, this.part] = [null, null];
    this.show();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.lint(), lintMs);
  }

  async lint() {
    const asked = JSON.stringify(this.form.json), before = this.sha256;
    try {
      const answer = await post('/api/lint', { form: this.form.json });
      if (asked !== JSON.stringify(this.form.json) || before !== this.sha256) return;  // changed, or saved, meanwhile
      Object.assign(this, { findings: answer.findings, note: answer.version_note, changes: answer.changes });
      this.tell('');
      this.show();
    } catch (error) {
      this.tell(error.message);
    }
  }

  tell(words) {
    byId('banner').textContent = words;
    byId('banner').hidden = !words;
  }

  add(box) {
    this.choose(this.form.add(this.number, box), null);
    this.changed();
    this.nameIt();
  }

  addInMiddle() {
    const { width_mm: width, height_mm: height } = this.page;
    const top = this.sheet.node.scrollTop / Math.max(1, this.sheet.sheet.clientHeight);
    this.choose(this.form.add(this.number, [width / 2 - 25, Math.min(height - 10, height * top + 40), 50, 8]), null);
    this.changed();
    this.sheet.node.focus();
  }

  nameIt() {
    byId('name')?.focus();
    byId('name')?.select();
  }

  remove() {
    if (this.at === null) return;
    const { name } = this.form.fields[this.at];
    this.form.remove(this.at);
    [this.at, this.part] = [null, null];
    this.changed();
    this.sheet.node.focus();
    announce(`${name} is deleted. Undo brings it back.`);
  }

  /// A field's name; what names it follows, and the person is told.
  rename(at, name) {
    const places = this.form.rename(at, name);
    this.followed = places ? { name, words: `Also renamed in ${count(places, 'other place')}: rules, ties or FHIR mapping. Undo takes all back.` } : null;
    this.changed();
    if (places) announce(this.followed.words);
  }

  next(by) {
    const here = this.form.fields.map((field, at) => ({ field, at })).filter(({ field }) => field.page === this.number).map(({ at }) => at);
    if (!here.length) return;
    const now = here.indexOf(this.at);
    this.choose(here[(now + by + here.length + (now < 0 && by < 0 ? 1 : 0)) % here.length], null);
    this.sheet.boxes.querySelector('.current')?.scrollIntoView({ block: 'nearest' });
  }

  step(name) {
    document.activeElement?.blur?.();
    if (this.form[name]()) this.changed();
  }

  /// One after the other: what is typed while something is being saved is saved by the next, and told with it.
  save() {
    this.saving = (this.saving ?? Promise.resolve()).then(() => this.saveNow());
    return this.saving;
  }

  async saveNow() {
    document.activeElement?.matches('input') && document.activeElement.dispatchEvent(new Event('change'));
    clearTimeout(this.timer);
    const form = structuredClone(this.form.json), sent = JSON.stringify(form);
    await this.lint();  // what is told of the version is told of what is saved
    try {
      const answer = await post('/api/save', { form, sha256: this.sha256 });
      const { note } = this;
      this.form.saved = sent;
      this.loaded(answer);
      this.note = note;
      this.tell('');
      this.show();
      announce('Saved.');
    } catch (error) {
      this.tell(error instanceof ApiError ? error.message : 'This could not be saved.');
    }
  }
}

function showKeys() {
  const dialog = byId('keys');
  const rows = keys.map(([key, words]) => el('tr', {}, el('th', { scope: 'row' }, el('kbd', {}, key)), el('td', {}, words)));
  dialog.replaceChildren(el('h2', { id: 'keys-title' }, 'Keys'), el('table', {}, el('tbody', {}, ...rows)), el('button', { type: 'button', class: 'main', click: () => dialog.close() }, 'Close'));
  dialog.showModal();
}

function listen(editor) {
  byId('undo').addEventListener('click', () => editor.step('undo'));
  byId('redo').addEventListener('click', () => editor.step('redo'));
  byId('save').addEventListener('click', () => editor.save());
  byId('help').addEventListener('click', showKeys);
  addEventListener('beforeunload', (event) => { if (editor.form.dirty) event.preventDefault(); });
  addEventListener('keydown', (event) => {
    if (!event.ctrlKey || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key === 's') editor.save();
    else if (event.target.matches('input:not([type=checkbox]), textarea')) return;
    else if (key === 'y' || (key === 'z' && event.shiftKey)) editor.step('redo');
    else if (key === 'z') editor.step('undo');
    else return;
    event.preventDefault();
  });
}

get('/api/form').then((answer) => listen(new Editor(answer)), (error) => {
  byId('banner').hidden = false;
  byId('banner').textContent = error.message;
});
