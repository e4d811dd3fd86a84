// The items that this reviewer has from the server: what stands on the screen and what comes next, with its pictures
// already loaded, so that the next screen is there the moment this one is done.
import { get } from './api.js';
import { patiently } from './connection.js';
import { Card, keyOf } from './card.js';

const ahead = 24;
const renewMs = 45000;  // leases last two minutes

export class Supply {
  constructor(columnKey) {
    this.columnKey = columnKey;
    this.column = null;
    this.left = 0;
    this.cards = new Map();  // all that are held and not decided, by key, in the server's order
    this.sent = new Map();   // decided: key → version, until the server no longer offers it
    this.turn = 0;
    this.asking = null;
    this.closed = false;
    this.renewal = setInterval(() => this.renew(), renewMs);
  }

  close() {
    this.closed = true;
    clearInterval(this.renewal);
  }

  renew() {
    if (document.visibilityState === 'visible' && this.cards.size && !this.asking) this.ask();
  }

  /// Asks for what is held and a screen more; one question at a time.
  ask() {
    this.asking ??= this.fetch().finally(() => { this.asking = null; });
    return this.asking;
  }

  /// Asks anew, also where a question is on its way whose answer may be of before.
  async askAgain() {
    await this.asking;
    return this.ask();
  }

  async fetch() {
    const query = { column: this.columnKey, count: this.cards.size + ahead };
    const answer = await patiently(this, () => this.closed ? null : get('/api/items', query));
    if (!answer || this.closed) return;
    this.column = answer.column;
    this.left = answer.left;
    this.turn += 1;
    const before = this.cards;
    this.cards = new Map();
    for (const item of answer.items) this.take(item, before.get(keyOf(item)));
    // What the server no longer offers somebody else may have by now; if it is on the screen, deciding will tell.
    for (const [key, card] of before) if (card.node.isConnected && !this.cards.has(key)) this.cards.set(key, card);
  }

  take(item, held) {
    const key = keyOf(item);
    if (this.sent.get(key) === item.version) return;  // an answer that was on its way when this was decided
    // Groups are numbered anew in each answer.
    item.group = item.group ? `${this.turn}:${item.group}` : '';
    const { kind, options, placeholder } = item.question ?? this.column;
    Object.assign(item, { kind, options, placeholder });
    const same = held?.item.version === item.version;
    if (same) Object.assign(held.item, { group: item.group, candidates: item.candidates, completions: item.completions });
    this.cards.set(key, same ? held : new Card(item, this.column));
  }

  /// Those that wait, in order.
  waiting() {
    return [...this.cards.values()].filter((card) => !card.done);
  }

  decided(card) {
    this.sent.set(card.key, card.item.version);
    this.cards.delete(card.key);
    this.left = Math.max(0, this.left - 1);
  }

  /// A decision was not taken or was taken back: the server will offer it again.
  returned(key) {
    this.sent.delete(key);
    this.left += 1;
  }
}
