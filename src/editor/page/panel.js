// The field beside the page: what it is called, what is written there, its cells and options, and what is wrong with it.
import { el } from './dom.js';
import { celled, cellsIn, chosen, kinds, roundBox } from './form.js';

function labelled(id, words, control, kind = '') {
  return el('div', { class: kind }, el('label', { for: id }, words), Object.assign(control, { id }));
}

export class Panel {
  constructor(editor) {
    this.editor = editor;
    this.node = el('section', { class: 'panel', aria: { labelledby: 'field-title' } });
  }

  /// Draws everything anew, and leaves the keyboard where it was.
  show() {
    const { form, at } = this.editor;
    const focused = this.node.contains(document.activeElement) ? document.activeElement.id : null;
    const nodes = at === null ? this.formPart() : this.fieldPart(form.fields[at], at);
    this.node.replaceChildren(...nodes.filter(Boolean));
    if (focused) (document.getElementById(focused) ?? document.getElementById('name'))?.focus({ preventScroll: true });
  }

  formPart() {
    const set = (key) => (event) => this.editor.edit(() => this.editor.form.change(`form ${key}`, (json) => { json[key] = event.target.value; }));
    const { title, version } = this.editor.form.json;
    return [el('h2', { id: 'field-title' }, 'The form'), el('p', {}, 'Choose a box on the page, or draw a new one with the mouse: press, drag, let go.'),
      el('div', { class: 'pairs' }, labelled('title', 'Title', el('input', { value: title, change: set('title') })), labelled('version', 'Version', el('input', { value: version, change: set('version') })))];
  }

  text(at, key, words, properties = {}) {
    const number = properties.type === 'number';
    const take = (event) => this.editor.edit(() => this.editor.form.set(at, key, number ? Number(event.target.value) : event.target.value));
    return labelled(key, words, el('input', { autocomplete: 'off', spellcheck: false, ...properties, value: String(this.editor.form.fields[at][key] ?? ''), change: take }));
  }

  /// The name, and what followed it when it was given.
  name(field, at) {
    const take = (event) => this.editor.rename(at, event.target.value);
    const { followed } = this.editor;
    return el('div', {}, labelled('name', 'Name', el('input', { autocomplete: 'off', spellcheck: false, value: field.name, change: take })),
      followed?.name === field.name ? el('p', { class: 'followed', id: 'followed' }, followed.words) : '');
  }

  tick(at, key, words) {
    const box = el('input', { type: 'checkbox', id: key, checked: Boolean(this.editor.form.fields[at][key]), change: (event) => this.editor.edit(() => this.editor.form.set(at, key, event.target.checked)) });
    return el('label', { class: 'tick', for: key }, box, words);
  }

  fieldPart(field, at) {
    const table = field.kind === 'table';
    const kind = el('select', { change: (event) => this.editor.edit(() => this.editor.form.setKind(at, event.target.value)) },
      ...(table ? ['table'] : kinds).map((one) => el('option', { value: one, selected: one === field.kind }, one.replace('_', ' '))));
    return [el('h2', { id: 'field-title' }, field.label || field.name),
      el('div', { class: 'pairs' }, this.name(field, at), this.text(at, 'label', 'Label on the paper'), labelled('kind', 'What is written there', kind),
        celled.includes(field.kind) ? this.cells(field, at) : el('div'), table ? '' : this.tick(at, 'required', 'Should not be left empty'), table ? '' : this.tick(at, 'critical', 'Always asked of a person')),
      this.place(at), chosen.includes(field.kind) ? this.options(field, at) : null, table ? this.columns(field) : this.more(field, at), this.findings(at),
      el('div', { class: 'actions' }, el('button', { type: 'button', id: 'delete', click: () => this.editor.remove() }, 'Delete this field'),
        el('button', { type: 'button', id: 'to-sheet', click: () => this.editor.sheet.node.focus() }, 'Move its box with the keys'))];
  }

  cells(field, at) {
    const take = (event) => this.editor.edit(() => {
      const count = Math.max(0, Math.min(60, Math.round(Number(event.target.value))));
      this.editor.form.set(at, 'cells', count ? cellsIn(field.box, count) : null);
    });
    return labelled('cells', 'Cells (0: written freely)', el('input', { type: 'number', min: 0, max: 60, value: String(field.cells?.length ?? 0), change: take }));
  }

  place(at) {
    const { form, part } = this.editor;
    const box = form.boxOf(at, part);
    const words = ['From the left', 'From the top', 'Width', 'Height'];
    const take = () => this.editor.edit(() => {
      const wanted = roundBox(words.map((_, index) => Number(document.getElementById(`box-${index}`).value)));
      if (!wanted.every(Number.isFinite)) return;
      if (wanted[2] === box[2] && wanted[3] === box[3]) form.move(at, part, wanted[0] - box[0], wanted[1] - box[1]);
      else form.resize(at, part, wanted);
    });
    return el('fieldset', {}, el('legend', {}, part ? 'Its chosen part, in mm' : 'Its box, in mm'), el('div', { class: 'four' },
      ...words.map((one, index) => labelled(`box-${index}`, one, el('input', { type: 'number', step: '0.1', value: String(box[index]), change: take })))));
  }

  options(field, at) {
    const { form } = this.editor;
    const row = (option, index) => {
      const take = (key) => (event) => this.editor.edit(() => form.change(`option ${index} ${key}`, () => { option[key] = event.target.value; }));
      const input = (key, words) => el('input', { id: `${key}-${index}`, value: option[key], autocomplete: 'off', aria: { label: `${words} of option ${index + 1}` }, change: take(key) });
      const here = this.editor.part?.options === index;
      return [input('code', 'Code'), input('label', 'Label'),
        el('button', { type: 'button', id: `option-${index}`, aria: { pressed: here, label: `Choose the box of ${option.label}` }, click: () => this.editor.choose(at, here ? null : { options: index }) }, 'Box'),
        el('button', { type: 'button', aria: { label: `Delete option ${option.label}` }, click: () => this.editor.edit(() => { form.change(null, () => field.options.splice(index, 1)); this.editor.part = null; }) }, 'Delete')];
    };
    return el('fieldset', {}, el('legend', {}, 'Options: code in the record, label on the paper'), el('div', { class: 'options' }, ...field.options.flatMap(row)),
      el('div', { class: 'actions' }, el('button', { type: 'button', id: 'add-option', click: () => this.editor.edit(() => form.addOption(at)) }, 'Add an option')));
  }

  columns(field) {
    return el('p', {}, `A table of ${field.columns?.length ?? 0} columns and ${field.rows?.length ?? 0} rows. Its columns can be moved in the first row; what they are is written in form.json.`);
  }

  more(field, at) {
    const rest = [this.text(at, 'help', 'Help'), this.text(at, 'alphabet', 'Alphabet'), this.text(at, 'lexicon', 'Word list'), this.text(at, 'max_length', 'Characters at most', { type: 'number', min: 0 })];
    if (field.kind === 'date') rest.push(this.text(at, 'layout', 'Layout, such as DDMMYYYY'));
    if (field.kind === 'number') rest.push(this.text(at, 'unit', 'Unit'), this.text(at, 'decimals', 'Cells after the point', { type: 'number', min: 0 }));
    if (field.kind === 'paragraph') rest.push(this.text(at, 'lines', 'Ruled lines', { type: 'number', min: 0 }));
    if (field.kind === 'none_box') rest.push(this.text(at, 'ties', 'First field that it declares empty'));
    const open = ['date', 'number', 'none_box', 'paragraph'].includes(field.kind) || this.wide;
    return el('details', { open, toggle: (event) => { this.wide = event.target.open; } }, el('summary', {}, 'More'), el('div', { class: 'pairs' }, ...rest));
  }

  findings(at) {
    const mine = this.editor.findingsOf(at);
    if (!mine.length) return null;
    return el('ul', { class: 'findings', aria: { label: 'What is wrong with this field' } }, ...mine.map((one) => el('li', { class: one.severity }, `${one.message} `, el('code', {}, one.id))));
  }
}
