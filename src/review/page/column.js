// All doubtful values of one field, ink beside ink: the way in which most of the work is done. Adjudication is a column
// of its own whose cards hold two values.
import { Supply } from './supply.js';
import { Entry } from './entry.js';
import { announce, count, el, showScreen } from './dom.js';
import { allSaved, save, stuck } from './outbox.js';
import { patiently } from './connection.js';
import { get, post } from './api.js';
import { showHelp } from './keys.js';
import { actionFor, auditHelp, fewHelp, modeHelp, modeWords, reasonWords, shownValue } from './words.js';
import { step } from './grid.js';
import { columnLink, nextWork } from './next_work.js';

const actions = {
  confirm: [['Confirm', 'Enter', 'confirm'], ['Confirm all here', 'Shift + Enter', 'confirm-all']],
  rekey: [['All left blank', 'Shift + -', 'blank-all']],
  adjudicate: [],
};
const everyAction = [['Cannot be read', 'Space', 'illegible'], ['Left blank', '-', 'blank'], ['None', '/', 'none'], ['Take back', 'Backspace', 'undo']];

export class ColumnScreen {
  constructor(key) {
    this.key = key;
    this.supply = new Supply(key);
    this.screen = [];
    this.chosen = new Set();
    this.shownAt = performance.now();
    this.entry = new Entry(this.commands());
    new ResizeObserver(() => this.keepInSight()).observe(this.entry.node);
    this.refit = () => { if (this.screen.length) this.fill(this.card?.key); };
    addEventListener('resize', this.refit);
  }

  commands() {
    const one = (action) => () => this.decide([this.card], action);
    return {
      typed: (text) => this.card?.show(text),
      save: (text, display) => this.decide([this.card], 'enter', text, display),
      confirm: () => this.confirm([...this.chosen]), 'confirm-all': () => this.confirm(this.open()),
      illegible: one('illegible'), blank: one('blank'), none: one('none'),
      'blank-all': () => this.mode === 'rekey' && this.decide(this.open(), 'blank'),
      choose: (number) => this.settle(number === 0 ? this.card.item.read : this.card.item.typed),
      left: () => this.move('left'), right: () => this.move('right'), up: () => this.move('up'), down: () => this.move('down'),
      first: () => this.stand(this.screen[0]), last: () => this.stand(this.screen.at(-1)),
      undo: () => this.undo(), help: showHelp, back: () => { location.hash = '#/'; },
      page: () => { location.hash = `#/document/${this.card.item.document}/${encodeURIComponent(this.card.item.field)}`; },
    };
  }

  get mode() {
    return this.supply.column.mode;
  }

  async start() {
    await this.supply.ask();
    if (this.supply.closed) return;
    this.build();
    this.fill();
  }

  build() {
    const { column } = this.supply;
    this.leftWords = el('p', { class: 'left' });
    this.grid = el('ol', { class: 'grid', aria: { label: `Values of ${column.label}` } });
    const head = el('div', { class: 'head' },
      el('div', {}, el('h1', {}, column.label), el('p', {}, column.form_title ? `${column.form_title}. ` : '', { audit: auditHelp, few: fewHelp }[column.key] ?? modeHelp[this.mode], column.help ? ` On the form: ${column.help}` : '')),
      el('p', { class: `tag ${this.mode}` }, modeWords[this.mode]), this.leftWords);
    this.entry.setActions([...actions[this.mode], ...everyAction]);
    this.grid.addEventListener('click', (event) => this.clicked(event));
    showScreen(column.label, el('div', { class: 'column' }, head, this.grid, this.entry.node));
  }

  /// On a low screen what one types in lies over the list, and grows with what it says: the ink stays in sight above it.
  keepInSight() {
    const [{ style }, room] = [document.documentElement, `${this.entry.node.offsetHeight + 8}px`];
    if (style.scrollPaddingBottom !== room) style.scrollPaddingBottom = room;  // setting it lays out the whole page anew
    this.card?.node.scrollIntoView({ block: 'nearest' });
  }

  clicked(event) {
    const node = event.target.closest('.card');
    const card = this.screen.find((one) => one.node === node);
    if (card && !card.done) this.stand(card);
    this.entry.field.focus();
  }

  /// A screen of what waits: as many as can be seen at once, since everything on a screen can be confirmed at once.
  fill(key) {
    const waiting = this.supply.waiting();
    if (waiting.length === 0) return this.empty();
    if (this.key === 'few') waiting.sort((one, other) => one.least - other.least);  // small cards fill a screen together
    const wanted = waiting.findIndex((card) => card.key === key);
    if (wanted > 0 && !this.screen.includes(waiting[wanted])) waiting.unshift(...waiting.splice(wanted, 1));
    this.grid.replaceChildren(...waiting.map((card) => card.node));
    this.grid.style.setProperty('--least', `${Math.max(...waiting.slice(0, 12).map((card) => card.least))}px`);
    this.entry.show(waiting[0].item, waiting[0].mode);  // how high the strip is decides what fits above it
    const bottom = this.grid.getBoundingClientRect().bottom + 1;
    const fits = waiting.filter((card, at) => at === 0 || card.node.getBoundingClientRect().bottom <= bottom);
    for (const card of waiting.slice(fits.length)) card.node.remove();
    this.screen = waiting.slice(0, fits.length);
    this.grid.scrollTop = 0;
    this.stand(this.screen.find((card) => card.key === key) ?? this.screen[0], true);
    if (waiting.length - fits.length < fits.length) this.supply.ask();
    return undefined;
  }

  async empty() {
    this.screen = [];
    this.card = null;
    await allSaved();
    await this.supply.askAgain();
    if (this.supply.closed) return;
    if (this.supply.waiting().length) this.fill();
    else this.finished();
  }

  async finished() {
    const work = await patiently(this, () => (this.closed ? null : get('/api/work')));
    if (this.closed) return;
    const next = nextWork(work, this.key);
    const name = this.supply.column.label;
    showScreen(`${name} is done`, el('div', { class: 'calm' },
      el('h1', {}, this.supply.left ? 'Others have what is left' : `${name} is done`),
      el('p', {}, this.supply.left ? `${count(this.supply.left, 'value')} of ${name} are on the screens of other reviewers.` : 'Nothing here waits for a person any more.'),
      next ? el('a', { class: 'button main', href: next.href, id: 'go-on' }, `Go on with ${next.label}`, el('kbd', {}, 'Enter')) : '',
      el('p', {}, el('a', { href: '#/', id: 'home' }, 'What is waiting')),
      el('button', { type: 'button', click: () => this.undo() }, 'Take back my last decision')));
    (document.getElementById('go-on') ?? document.getElementById('home')).focus();
    announce(`${name} is done.`);
  }

  open() {
    return this.screen.filter((card) => !card.done);
  }

  /// Moves to a card; at first with all that are like it and on this screen.
  stand(card, withGroup = false) {
    if (!card) return;
    this.card?.show();
    this.card = card;
    const group = withGroup && card.item.group;
    this.chosen = new Set(group ? this.open().filter((one) => one.item.group === group) : [card]);
    for (const one of this.screen) one.select(this.chosen.has(one) && !one.done, one === card);
    this.entry.show(card.item, card.mode);
    this.keepInSight();
    this.entry.field.focus({ preventScroll: true });
    this.shownAt = performance.now();
    this.tell(card);
  }

  tell(card) {
    const open = this.open();
    this.leftWords.textContent = `${count(this.supply.left, 'value')} left`;
    this.entry.name('confirm', this.chosen.size > 1 ? `Confirm ${this.chosen.size} alike` : 'Confirm');
    this.entry.name('confirm-all', `Confirm all ${open.length} here`);
    const alike = this.chosen.size > 1 ? `${this.chosen.size} alike are chosen. ` : '';
    const value = card.mode === 'confirm' ? `${shownValue(card.item)}. ` : card.mode === 'adjudicate' ? `1, read: ${card.item.read.display}. 2, ${card.item.typed.by} typed: ${card.item.typed.display}. ` : '';
    announce(`${open.indexOf(card) + 1} of ${open.length}. ${value}${alike}${card.mode === 'rekey' ? '' : reasonWords(card.item)}`);
  }

  move(way) {
    const open = this.open();
    this.stand(step(open, this.card, way));
  }

  confirm(cards) {
    if (this.mode !== 'confirm') return this.say(this.mode === 'rekey' ? 'Type what the paper says. Nothing is confirmed unseen here.' : 'Press 1 or 2, or type what the paper says.');
    if (cards.some((card) => !card.seen)) return this.say('A picture is still on its way: look at it first.');
    return this.decide(cards, 'confirm');
  }

  /// Adjudication: one of the two values, with what has to be typed for it.
  settle(value) {
    const action = actionFor(value);
    if (action) this.decide([this.card], ...action);
    else this.say('That is no answer. Type what the paper says, or Space if it cannot be read.');
  }

  say(words) {
    this.entry.says.textContent = words;
  }

  /// Sends a decision about cards and moves on at once; what the server does not take comes back.
  decide(cards, action, text, display) {
    if (!cards.length || cards.some((card) => !card || card.done)) return;
    if (stuck()) return this.say('The last decision is not saved yet. Wait until it is.');
    const seconds = Math.min(600, (performance.now() - this.shownAt) / 1000 / cards.length);
    const decisions = cards.map(({ item }) => ({ document: item.document, field: item.field, version: item.version, action, text, seconds: Number(seconds.toFixed(2)) }));
    for (const card of cards) {
      card.decided(action, display ?? text);
      this.supply.decided(card);
    }
    if (cards.includes(this.card)) this.card = null;
    save(decisions).then((answer) => this.answered(cards, answer, text));
    if (action === 'enter') this.entry.forget();
    this.goOn();
    return undefined;
  }

  goOn() {
    const open = this.open();
    if (open.length === 0) return this.fill();
    const at = this.screen.findLastIndex((card) => card.done && card.node.classList.contains('chosen'));
    return this.stand(open.find((card) => this.screen.indexOf(card) > at) ?? open[0], true);
  }

  answered(cards, answer, text) {
    const back = answer.results.map((result, at) => ({ result, card: cards[at] })).filter(({ result }) => !['settled', 'adjudicate'].includes(result.outcome));
    const differs = answer.results.filter(({ outcome }) => outcome === 'adjudicate').length;
    if (differs) this.notice(`${count(differs, 'value')} differ from what was read: somebody will look at both.`);
    if (!back.length) return;
    for (const { card } of back) this.supply.returned(card.key);
    const why = back[0].result.outcome === 'stale' ? 'changed while you looked at it. If it still waits, it is shown again.' : `not taken: ${back[0].result.message}`;
    this.notice(`${count(back.length, 'value')} ${why}${text ? ` You had typed “${text}”.` : ''}`, true);
    this.supply.askAgain().then(() => { if (!this.supply.closed && this.grid?.isConnected) this.fill(this.card?.key); });
  }

  notice(words, urgent = false) {
    this.leftWords.textContent = words;
    announce(words);
    if (urgent) this.say(words);
  }

  async undo() {
    await allSaved();
    const { undone } = await patiently(this, () => post('/api/undo', {}));
    if (!undone) return this.grid.isConnected ? this.say('There is nothing of yours to take back.') : announce('There is nothing of yours to take back.');
    const key = `${undone.document} ${undone.field}`;
    this.supply.returned(key);
    await this.supply.askAgain();
    if (!this.supply.cards.has(key)) {
      location.hash = columnLink({ key: undone.column });
      return undefined;
    }
    if (!this.grid.isConnected) this.build();
    this.fill(key);
    this.say('Your last decision is taken back.');
    return announce('Your last decision is taken back.');
  }

  close() {
    removeEventListener('resize', this.refit);
    this.closed = true;
    this.supply.close();
  }
}
