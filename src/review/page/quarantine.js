// Pages that no form claims: a person names the form and page, turns the picture, or sets it aside.
import { get, post } from './api.js';
import { patiently } from './connection.js';
import { announce, count, el, keyButton, showScreen } from './dom.js';

const titleOf = (forms, form, version) => forms.find((one) => one.form === form && one.version === version)?.title ?? form;

export class QuarantineScreen {
  constructor() {
    this.listen = (event) => this.key(event);
    addEventListener('keydown', this.listen);
  }

  async start() {
    this.take(await patiently(this, () => (this.closed ? { pages: [], forms: [] } : get('/api/quarantine'))));
  }

  take(answer) {
    if (this.closed) return;
    this.answer = answer;
    const open = answer.pages.filter(({ decision }) => !decision);
    this.page = open.find(({ id }) => id === this.page?.id) ?? open[0];
    this.turn = 0;
    this.show(open);
  }

  show(open) {
    const nodes = this.page ? this.work(open) : [el('p', { class: 'panel' }, 'No page waits for a form.')];
    showScreen('Pages without a form', el('div', { class: 'two' }, el('div', { class: 'hero' }, el('h1', {}, 'Pages without a form'),
      el('p', { class: 'left' }, `${count(open.length, 'page')} left`)), ...nodes, this.decided()));
    (document.getElementById('candidate-0') ?? document.getElementById('form') ?? document.getElementById('main')).focus();
    if (this.page) announce(`${this.page.source}, page ${this.page.page}. ${this.page.why}`);
  }

  work(open) {
    const { page } = this;
    this.image = el('img', { src: page.picture, alt: `Scanned page: ${page.source}, page ${page.page}` });
    const picture = el('figure', { class: 'page turning' }, el('div', { class: 'sheet' }, this.image), el('figcaption', {}, `${page.source}, page ${page.page}`));
    const at = open.indexOf(page);
    const other = (by) => () => { this.page = open[(at + by + open.length) % open.length]; this.turn = 0; this.show(open); };
    const buttons = el('div', { class: 'actions' }, keyButton('Turn', 'T', () => this.turnPicture()), keyButton('Set aside', 'S', () => this.decide({ action: 'set-aside' })),
      open.length > 1 ? keyButton('Next page', 'N', other(1)) : '');
    return [picture, el('section', { class: 'panel', aria: { labelledby: 'which' } }, el('p', {}, page.why), el('h2', { id: 'which' }, 'Which form is it?'), this.candidates(), this.choice(), buttons)];
  }

  candidates() {
    if (!this.page.candidates.length) return '';
    const versionOf = (one) => one.version ?? this.answer.forms.find(({ form }) => form === one.form)?.version;
    return el('div', { class: 'stack' }, ...this.page.candidates.map((one, at) =>
      keyButton(one.title, String(at + 1), () => this.is(one.form, versionOf(one), one.page), { id: `candidate-${at}` })));
  }

  choice() {
    const { forms } = this.answer;
    const form = el('select', { id: 'form' }, ...forms.map(({ title, version }, at) => el('option', { value: String(at) }, `${title} (${version})`)));
    const page = el('select', { id: 'form-page' });
    const pages = () => page.replaceChildren(...Array.from({ length: forms[form.value]?.pages ?? 0 }, (_, at) => el('option', { value: String(at + 1) }, `Page ${at + 1}`)));
    form.addEventListener('change', pages);
    pages();
    const submit = (event) => {
      event.preventDefault();
      this.is(forms[form.value].form, forms[form.value].version, Number(page.value));
    };
    return el('form', { class: 'inline', submit }, el('label', { for: 'form' }, 'Another form'), form, el('label', { for: 'form-page' }, 'Page'), page, el('button', { type: 'submit' }, 'It is this one'));
  }

  turnPicture() {
    this.turn = (this.turn + 90) % 360;
    this.image.className = `turn-${this.turn}`;
    announce(`Turned by ${this.turn} degrees.`);
  }

  is(form, version, page) {
    return this.decide({ action: 'is', form, version, page, turn_deg: this.turn });
  }

  async decide(what, id = this.page.id) {
    try {
      this.take(await patiently(this, () => post('/api/quarantine', { id, ...what })));
      announce('Saved.');
    } catch (error) {
      announce(error.message);
      this.take(await patiently(this, () => get('/api/quarantine')));
    }
  }

  decided() {
    const done = this.answer.pages.filter(({ decision }) => decision);
    if (!done.length) return '';
    const words = ({ decision }) => (decision.action === 'is' ? `${titleOf(this.answer.forms, decision.form, decision.version)}, page ${decision.page}` : 'Set aside');
    return el('section', { class: 'panel full', aria: { labelledby: 'decided' } }, el('h2', { id: 'decided' }, 'Decided'),
      el('ul', { class: 'plain' }, ...done.map((one) => el('li', {}, `${one.source}, page ${one.page}: ${words(one)} `,
        el('button', { type: 'button', aria: { label: `Open again: ${one.source}, page ${one.page}` }, click: () => this.decide({ action: 'reopen' }, one.id) }, 'Open again')))));
  }

  key(event) {
    if (event.key === 'Escape' && !document.querySelector('dialog[open]')) location.hash = '#/';
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches('select, input')) return;
    const button = [...document.querySelectorAll('#main button')].find((one) => one.querySelector('kbd')?.textContent.toLowerCase() === event.key.toLowerCase());
    button?.click();
  }

  close() {
    this.closed = true;
    removeEventListener('keydown', this.listen);
  }
}
