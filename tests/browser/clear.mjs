// Clears everything that waits, by keyboard alone, as somebody would who has the paper before them.
import { answerKeys, column, fieldOf, Person, shown, typedAnew } from './person.mjs';

/// Sentences, in a box of lines or on one line.
const isProse = (field, { value }) => field.kind === 'paragraph' || (field.kind === 'text' && typeof value === 'string' && value.split(' ').length > 3);

/// What was done about which kind of field: sums over fields.
export class Tally {
  constructor() {
    this.rows = new Map();
  }

  add(name, { fields = 0, actions = 0, keys = 0, anew = 0 }) {
    const row = this.rows.get(name) ?? { fields: 0, actions: 0, keys: 0, anew: 0 };
    this.rows.set(name, { fields: row.fields + fields, actions: row.actions + actions, keys: row.keys + keys, anew: row.anew + anew });
  }

  sum(...names) {
    const total = new Tally();
    for (const name of names) if (this.rows.has(name)) total.add('sum', this.rows.get(name));
    return total.rows.get('sum') ?? { fields: 0, actions: 0, keys: 0, anew: 0 };
  }
}

const patienceMs = 60000;  // the machine may be busy with other things

const ready = () => {
  const onScreen = [...document.querySelectorAll('.card')];
  if (onScreen.length) return onScreen.some((card) => !card.classList.contains('done')) && onScreen.every((card) => card.querySelector('img').complete);
  return document.querySelector('#go-on, #home') !== null;
};

export class Clearing {
  constructor(page, truths) {
    this.page = page;
    this.person = new Person(page);
    this.truths = truths;
    this.tally = new Tally();
    this.decided = [];  // {document, field}
  }

  truthOf(card) {
    return this.truths.get(card.document)[card.field] ?? { state: 'blank', value: null };
  }

  /// Does something about cards and books it under a name.
  async book(name, cards, act) {
    const { keys, actions } = this.person;
    await act();
    this.note(name, cards, this.person.actions - actions, this.person.keys - keys);
  }

  note(name, cards, actions, keys) {
    const anew = cards.reduce((sum, card) => sum + typedAnew(this.fieldOfItem(card), this.truthOf(card)), 0);
    this.tally.add(name, { fields: cards.length, actions, keys, anew });
    this.decided.push(...cards.map(({ document, field }) => ({ document, field })));
  }

  className(right, card) {
    const kind = this.blind ? 'critical' : isProse(this.fieldOfItem(card), this.truthOf(card)) ? 'prose' : 'other';
    return `${kind}, ${this.blind ? 'typed unseen' : right ? 'read right' : 'read wrong'}`;
  }

  /// One key leads from what is done to what is next; it belongs to what is next.
  async goOn(hash) {
    const key = decodeURIComponent(hash.slice('#/column/'.length));
    const field = hash === '#/adjudication' ? { critical: true } : key === 'few' ? {} : fieldOf(key);
    const kind = field.critical ? 'critical' : field.kind === 'paragraph' ? 'prose' : 'other';
    this.tally.add(`${kind}, going there`, { actions: 1, keys: 1 });
    await this.page.keyboard.press('Enter');
  }

  /// Clears the column on the screen. Resolves when it is done.
  async column(key) {
    this.blind = key !== 'few' && fieldOf(key).critical === true;
    for (;;) {
      await this.page.waitForFunction(ready, null, { timeout: patienceMs });
      const cards = (await this.person.see()).filter((card) => !card.done);
      if (!cards.length) return;
      await (this.blind ? this.blindScreen(cards) : this.screen(cards));
      await this.turned(cards[0], key);
    }
  }

  /// Waits until the screen that began with a card is done with and another stands.
  async turned(first, key) {
    try {
      await this.page.waitForFunction((one) => !document.querySelector(`.card[data-document="${one.document}"][data-field="${one.field}"]`), first, { timeout: patienceMs });
    } catch {
      const [open, said] = [await this.person.see(), await this.page.textContent('#entry-says')];
      throw new Error(`${key} does not go on: ${JSON.stringify(open.filter((card) => !card.done))} "${said}"`);
    }
  }

  async screen(cards) {
    const isRight = (card) => this.fieldOfItem(card).kind === 'drawing' || card.value === shown(this.fieldOfItem(card), this.truthOf(card));
    for (const card of cards.filter((one) => !isRight(one))) {
      await this.book(this.className(false, card), [card], async () => {
        await this.person.walkTo(card);
        await this.person.answer(await this.quickest(card));
      });
    }
    const right = cards.filter(isRight);
    if (right.length) await this.confirm(right);
  }

  /// One key for the whole screen, its cost shared among the fields.
  async confirm(cards) {
    const key = cards.length > 1 ? 'Shift+Enter' : 'Enter';
    await this.person.do(key);
    for (const card of cards) this.note(this.className(true, card), [card], 1 / cards.length, key.split('+').length / cards.length);
  }

  /// A suggestion where one is right, else typing.
  async quickest(card) {
    const [truth, field] = [this.truthOf(card), this.fieldOfItem(card)];
    const suggestions = await this.page.evaluate(() => [...document.querySelectorAll('.picks button:not([aria-pressed])')].map((one) => [one.firstChild.textContent, one.querySelector('kbd').textContent]));
    const found = suggestions.find(([words]) => truth.state === 'read' && words === shown(field, truth));
    if (found) return { press: [found[1].replaceAll(' ', '').replace(/\+(\d)$/, '+Digit$1')] };
    return answerKeys(field, truth, /^(Left blank|None|Cannot be read|More than one mark|Not signed)$/.test(card.value) ? '' : card.value, suggestions[0]?.[0]);
  }

  async blindScreen(cards) {
    const last = cards.findLastIndex((card) => this.truthOf(card).state !== 'blank');
    for (const card of cards.slice(0, last + 1)) {
      await this.book(this.className(), [card], async () => this.person.answer(answerKeys(this.fieldOfItem(card), this.truthOf(card), '')));
    }
    const empty = cards.slice(last + 1);
    if (empty.length) await this.book(this.className(), empty, () => this.person.do(empty.length > 1 ? 'Shift+Minus' : '-'));
  }

  /// What was read and what was typed differ: which does the paper say?
  async adjudication() {
    this.blind = false;
    for (;;) {
      await this.page.waitForFunction(ready, null, { timeout: patienceMs });
      const card = (await this.person.see()).find((one) => one.current);
      if (!card) return;
      const field = this.fieldOfItem(card);
      const values = await this.page.evaluate(() => [...document.querySelectorAll('.card.current .one b')].map((one) => one.textContent));
      const right = values.findIndex((words) => words.toLowerCase() === shown(field, this.truthOf(card)).toLowerCase());
      const act = right >= 0 ? { press: [String(right + 1)] } : answerKeys(field, this.truthOf(card), '');
      await this.book('critical, decided between two', [card], () => this.person.answer(act));
      await this.page.waitForFunction((one) => !document.querySelector(`.card.current[data-document="${one.document}"][data-field="${one.field}"]`), card);
    }
  }

  fieldOfItem(card) {
    return fieldOf(`${this.forms.get(card.document)}/-/${column(card.field)}`);
  }
}
