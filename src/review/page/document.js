// One document: its page with every field's box, the fields beside it, the one in hand enlarged with what is around it.
import { get, post } from './api.js';
import { patiently } from './connection.js';
import { announce, byId, count, el, showScreen } from './dom.js';
import { Entry } from './entry.js';
import { showHelp } from './keys.js';
import { allSaved, save, stuck } from './outbox.js';
import { PagePicture } from './page_picture.js';
import { actionFor, doneWords, modeWords, rowWords, shownValue } from './words.js';

const aroundMm = 9;
const waits = (field) => field.waits;
const isBlind = (field) => field.mode === 'rekey' && field.display === undefined;

function statusWords(field) {
  if (field.saved) return field.saved;
  if (field.reviewed) return 'Settled';
  if (!waits(field)) return 'Accepted';
  return field.mode === 'confirm' ? 'To look at' : modeWords[field.mode];
}

function valueWords(field) {
  if (field.mode === 'adjudicate') return 'Two values';
  return isBlind(field) ? (field.saved ? '' : 'Not shown') : shownValue(field);
}

export class DocumentScreen {
  constructor(id, name) {
    this.id = id;
    this.name = name;
    this.entry = new Entry(this.commands());
  }

  commands() {
    const act = (action) => () => this.decide(action);
    return {
      typed: (text) => this.mirror(text), save: (text, display) => this.decide('enter', text, display),
      confirm: () => this.confirm(), 'confirm-all': () => this.entry.says.replaceChildren('One at a time here.'),
      illegible: act('illegible'), blank: act('blank'), none: act('none'), 'blank-all': () => {},
      choose: (number) => this.settle(number === 0 ? this.field.read : this.field.typed),
      left: () => this.move(-1), up: () => this.move(-1), right: () => this.move(1), down: () => this.move(1),
      first: () => this.stand(0), last: () => this.stand(this.fields.length - 1),
      undo: () => this.undo(), help: showHelp, back: () => history.back(), page: () => history.back(),
    };
  }

  async start() {
    await this.load();
    if (this.closed) return;
    this.build();
    const named = this.fields.findIndex(({ field }) => field === this.name);
    this.stand(named >= 0 ? named : Math.max(0, this.fields.findIndex(waits)));
  }

  async load() {
    this.document = await patiently(this, () => (this.closed ? { fields: [] } : get('/api/document', { id: this.id })));
    this.fields = this.document.fields;
  }

  build() {
    this.picture = new PagePicture(this.document.pages, (field) => this.stand(this.fields.indexOf(field)));
    this.zoom = el('img', { class: 'zoom' });
    this.list = el('ol', { class: 'fields', tabIndex: 0, aria: { label: 'Fields of the form' } }, ...this.fields.map((field, at) => this.row(field, at)));
    this.leftWords = el('p', { class: 'left' });
    this.entry.setActions([['Confirm', 'Enter', 'confirm'], ['Cannot be read', 'Space', 'illegible'], ['Left blank', '-', 'blank'], ['None', '/', 'none'], ['Take back', 'Backspace', 'undo']]);
    const head = el('div', { class: 'head' }, el('div', {}, el('h1', {}, this.document.form_title), el('p', {}, this.document.source)), this.leftWords);
    showScreen(this.document.form_title, el('div', { class: 'document' }, head, this.picture.node,
      el('div', { class: 'beside' }, el('div', { class: 'zoomed' }, this.zoom), this.list), this.entry.node));
  }

  row(field, at) {
    const parts = { value: el('span', { class: 'value' }), status: el('span', { class: 'status' }) };
    const row = [rowWords(field)].filter((words) => words && !field.label.includes(words));
    const node = el('li', { click: () => this.stand(at), data: { field: field.field } }, el('span', { class: 'name' }, [field.label, ...row].join(', ')), parts.value, parts.status);
    field.row = { node, ...parts };
    this.showRow(field);
    return node;
  }

  showRow(field, typed) {
    field.row.value.textContent = typed || (field.saved && field.kept) || valueWords(field);
    field.row.status.textContent = statusWords(field);
    field.row.node.classList.toggle('waits', waits(field) && !field.saved);
  }

  mirror(text) {
    if (this.field?.row) this.showRow(this.field, text);
  }

  stand(at) {
    const field = this.fields[at];
    if (!field) return;
    if (this.field) {
      this.showRow(this.field);
      this.field.row.node.classList.remove('current');
      this.field.row.node.removeAttribute('aria-current');
    }
    this.at = at;
    this.field = field;
    field.row.node.classList.add('current');
    field.row.node.setAttribute('aria-current', 'true');
    field.row.node.scrollIntoView({ block: 'nearest' });
    this.picture.show(field, this.fields.filter(({ page }) => page === field.page), waits);
    this.zoom.src = `${field.crop}&around=${aroundMm}`;
    this.zoom.alt = `Writing on the paper, with what is around it: ${field.label}`;
    this.entry.show(field, field.mode);
    this.entry.field.focus({ preventScroll: true });
    this.shownAt = performance.now();
    const left = this.fields.filter((one) => waits(one) && !one.saved).length;
    this.leftWords.textContent = left ? `${count(left, 'value')} left here` : 'Nothing here waits';
    announce(`${field.label}. ${field.mode === 'adjudicate' ? `1, read: ${field.read.display}. 2, ${field.typed.by} typed: ${field.typed.display}.` : valueWords(field)}. ${statusWords(field)}`);
  }

  move(by) {
    this.stand(Math.min(this.fields.length - 1, Math.max(0, this.at + by)));
  }

  confirm() {
    if (this.field.mode === 'rekey') return this.say('Type what the paper says. Nothing is confirmed unseen here.');
    if (this.field.mode === 'adjudicate') return this.say('Press 1 or 2, or type what the paper says.');
    if (!this.zoom.complete || !this.zoom.naturalWidth) return this.say('The picture is still on its way: look at it first.');
    return this.decide('confirm');
  }

  settle(value) {
    const action = actionFor(value);
    if (action) this.decide(...action);
    else this.say('That is no answer. Type what the paper says, or Space if it cannot be read.');
  }

  say(words) {
    this.entry.says.textContent = words;
  }

  decide(action, text, display) {
    const { field } = this;
    if (field.saved) return this.say('This one is decided. Take it back first, or leave it.');
    if (stuck()) return this.say('The last decision is not saved yet. Wait until it is.');
    const seconds = Number(Math.min(600, (performance.now() - this.shownAt) / 1000).toFixed(2));
    save([{ document: this.id, field: field.field, version: field.version, action, text, seconds }]).then((answer) => this.answered(field, answer.results[0]));
    field.saved = doneWords[action];
    field.kept = display ?? text;
    this.entry.forget();
    this.showRow(field);
    const next = this.fields.findIndex((one, at) => at > this.at && waits(one) && !one.saved);
    const first = this.fields.findIndex((one) => waits(one) && !one.saved);
    if (first < 0) this.finished();
    else this.stand(next >= 0 ? next : first);
    return undefined;
  }

  finished() {
    this.move(1);
    this.say('Everything on this document is settled. Esc goes back.');
    announce('Everything on this document is settled.');
  }

  async answered(field, { outcome, message }) {
    if (outcome === 'settled') return;
    if (outcome === 'adjudicate') return announce(`${field.label} differs from what was read: somebody will look at both.`);
    await this.again(this.field.field);
    this.say(outcome === 'stale' ? `${field.label} changed while you looked at it: look again.` : `${field.label} was not taken: ${message}`);
    announce(byId('entry-says').textContent);
  }

  async again(name) {
    await this.load();
    if (this.closed) return;
    this.field = null;
    this.build();
    this.stand(Math.max(0, this.fields.findIndex(({ field }) => field === name)));
  }

  async undo() {
    await allSaved();
    const { undone } = await patiently(this, () => post('/api/undo', {}));
    if (!undone) return this.say('There is nothing of yours to take back.');
    if (undone.document !== this.id) {
      location.hash = `#/document/${undone.document}/${encodeURIComponent(undone.field)}`;
      return undefined;
    }
    await this.again(undone.field);
    return this.say('Your last decision is taken back.');
  }

  close() {
    this.closed = true;
  }
}
