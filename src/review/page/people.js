// Documents that may belong to one person, or be scans of one paper: carescan proposes, a person decides.
import { get, post } from './api.js';
import { patiently } from './connection.js';
import { announce, count, el, keyButton, showScreen } from './dom.js';

const questions = {
  person: { title: 'Is this one person?', same: 'The same person', different: 'Different people' },
  rescan: { title: 'Are these scans of one paper?', same: 'Scans of one paper', different: 'Different papers' },
};

function paper(one, at) {
  const line = (words, value) => el('div', {}, el('dt', {}, words), el('dd', {}, value || 'Not known'));
  return el('section', { class: 'panel paper', aria: { label: `Paper ${at + 1}: ${one.source}` } }, el('h3', {}, one.form_title), el('p', {}, one.source),
    el('dl', {}, line('Name', one.name), line('Born', one.born), line('NHS number', one.nhs_number)),
    ...one.crops.map((src) => el('img', { src, alt: 'Writing on the paper' })), el('p', {}, el('a', { href: `#/document/${one.id}` }, 'See the whole document')));
}

export class PeopleScreen {
  constructor() {
    this.listen = (event) => this.key(event);
    addEventListener('keydown', this.listen);
  }

  async start() {
    this.take(await patiently(this, () => (this.closed ? { proposals: [] } : get('/api/people'))));
  }

  take({ proposals }) {
    if (this.closed) return;
    this.proposals = proposals;
    const open = proposals.filter(({ decision }) => !decision);
    this.one = open[0];
    const nodes = this.one ? this.work() : [el('p', { class: 'panel full' }, 'Nothing here waits for you.')];
    showScreen('Same person or not', el('div', { class: 'two' }, el('div', { class: 'hero' }, el('h1', {}, 'Same person or not'),
      el('p', { class: 'left' }, `${count(open.length, 'question')} left`)), ...nodes, this.decided()));
    (document.getElementById('same') ?? document.getElementById('main')).focus();
    if (this.one) announce(`${questions[this.one.kind].title} ${this.one.why}`);
  }

  work() {
    const { one } = this;
    const words = questions[one.kind];
    const keep = one.kind === 'rescan' ? this.keep() : '';
    return [el('section', { class: 'panel full', aria: { labelledby: 'question' } }, el('h2', { id: 'question' }, words.title), el('p', {}, one.why), keep,
      el('div', { class: 'actions' }, keyButton(words.same, 'S', () => this.decide('same'), { id: 'same', class: 'main' }), keyButton(words.different, 'D', () => this.decide('different')))),
    el('div', { class: 'papers full' }, ...one.documents.map(paper))];
  }

  keep() {
    this.kept = this.one.documents[0].id;
    return el('fieldset', {}, el('legend', {}, 'If they are, which one is to be kept?'), ...this.one.documents.map((one, at) => el('label', {},
      el('input', { type: 'radio', name: 'keep', checked: at === 0, change: () => { this.kept = one.id; } }), ` ${one.source}`)));
  }

  async decide(decision, one = this.one) {
    const keep = one.kind === 'rescan' && decision === 'same' ? this.kept : undefined;
    try {
      this.take(await patiently(this, () => post('/api/people', { id: one.id, decision, keep })));
      announce('Saved.');
    } catch (error) {
      announce(error.message);
      await this.start();
    }
  }

  decided() {
    const done = this.proposals.filter(({ decision }) => decision);
    if (!done.length) return '';
    const names = (one) => one.documents.map(({ source }) => source).join(', ');
    return el('section', { class: 'panel full', aria: { labelledby: 'decided' } }, el('h2', { id: 'decided' }, 'Decided'),
      el('ul', { class: 'plain' }, ...done.map((one) => el('li', {}, `${names(one)}: ${questions[one.kind][one.decision]} `,
        el('button', { type: 'button', aria: { label: `Open again: ${names(one)}` }, click: () => this.decide('open', one) }, 'Open again')))));
  }

  key(event) {
    if (event.key === 'Escape' && !document.querySelector('dialog[open]')) location.hash = '#/';
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches('select, input:not([type=radio])')) return;
    const button = [...document.querySelectorAll('#main button')].find((one) => one.querySelector('kbd')?.textContent.toLowerCase() === event.key.toLowerCase());
    button?.click();
  }

  close() {
    this.closed = true;
    removeEventListener('keydown', this.listen);
  }
}
