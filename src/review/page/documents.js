// All documents, for those who would rather go through one at a time.
import { get } from './api.js';
import { patiently } from './connection.js';
import { count, el, showScreen } from './dom.js';

function row(one) {
  return el('tr', {}, el('th', { scope: 'row' }, el('a', { href: `#/document/${one.id}` }, one.source)), el('td', {}, one.form_title),
    el('td', { class: 'number' }, String(one.pages)), el('td', { class: 'number' }, one.left ? `${one.left} left` : 'Done'), el('td', { class: 'number' }, String(one.settled)));
}

export class DocumentsScreen {
  async start() {
    this.rows = el('tbody');
    const head = ['File', 'Form', 'Pages', 'To look at', 'Settled'].map((words, at) => el('th', { scope: 'col', class: at > 1 ? 'number' : '' }, words));
    this.more = el('button', { type: 'button', click: () => this.load() }, 'Show more');
    showScreen('Documents', el('div', { class: 'home' }, el('div', { class: 'hero' }, el('h1', {}, 'Documents')),
      el('section', { class: 'panel full', aria: { label: 'Documents' } }, el('table', { class: 'list' }, el('thead', {}, el('tr', {}, ...head)), this.rows), this.more)));
    await this.load();
    this.rows.querySelector('a')?.focus();
  }

  async load() {
    const answer = await patiently(this, () => (this.closed ? { documents: [], next: null } : get('/api/documents', { after: this.next, count: 50 })));
    const rows = answer.documents.map(row);
    this.rows.append(...rows);
    this.next = answer.next;
    this.more.hidden = !answer.next;
    if (this.rows.children.length > rows.length) rows[0]?.querySelector('a').focus();
    if (!this.rows.children.length) this.rows.append(el('tr', {}, el('td', { colSpan: 5 }, count(0, 'document'))));
  }

  close() {
    this.closed = true;
  }
}
