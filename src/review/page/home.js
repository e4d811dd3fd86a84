// What is waiting, how far it is, and who works on it.
import { get, post } from './api.js';
import { report } from './connection.js';
import { byId, count, el, showScreen } from './dom.js';
import { columnLink, nextWork } from './next_work.js';
import { modeWords } from './words.js';

const refreshMs = 4000;

function progressPart({ progress, indexing, pending }) {
  const all = progress.left + progress.settled;
  const share = all ? Math.floor((100 * progress.settled) / all) : 100;
  const pace = progress.seconds_per_field ? ` You take about ${progress.seconds_per_field.toFixed(1)} seconds for one.` : '';
  const rekeyed = progress.rekeyed ? `Typed without seeing the value: ${count(progress.rekeyed, 'time')}; ${progress.rekey_agreed} agreed with what was read.` : '';
  const audited = progress.audited ? `Of accepted values that were checked so, ${progress.audit_agreed.toLocaleString('en-GB')} of ${progress.audited.toLocaleString('en-GB')} agreed.` : '';
  return el('section', { class: 'panel', aria: { labelledby: 'progress-title' } },
    el('h2', { id: 'progress-title' }, 'Progress'),
    el('progress', { max: Math.max(1, all), value: progress.settled, aria: { label: 'Values that a person has looked at' } }),
    el('p', {}, `${share}% done: ${count(progress.settled, 'value')} settled, ${progress.mine.toLocaleString('en-GB')} by you.${pace}`),
    el('p', {}, `${count(progress.documents_left, 'document')} of ${progress.documents.toLocaleString('en-GB')} still need somebody.`),
    rekeyed ? el('p', {}, `${rekeyed} ${audited}`) : '',
    el('p', {}, indexing ? 'Documents are still being counted.' : pending ? `${count(pending, 'document')} being brought up to date.` : 'All documents are up to date.'));
}

function row(column) {
  const taken = column.taken ? ` (${column.taken} with others)` : '';
  return el('tr', {}, el('th', { scope: 'row' }, el('a', { href: columnLink(column), id: `go:${column.key}` }, column.label)),
    el('td', {}, column.form_title), el('td', {}, modeWords[column.mode]), el('td', { class: 'number' }, `${column.left.toLocaleString('en-GB')}${taken}`));
}

function columnsPart({ columns }) {
  if (!columns.length) return el('p', { class: 'panel' }, 'No value waits for a person.');
  const head = ['Value', 'Form', 'What to do', 'Left'].map((words, at) => el('th', { scope: 'col', class: at === 3 ? 'number' : '' }, words));
  return el('section', { class: 'panel wide', aria: { labelledby: 'columns-title' } }, el('h2', { id: 'columns-title' }, 'Values to look at'),
    el('div', { class: 'scroll' }, el('table', { class: 'list' }, el('thead', {}, el('tr', {}, ...head)), el('tbody', {}, ...columns.map(row)))));
}

function otherWork({ adjudication, audit, quarantine, people }) {
  const tile = (href, words, number, help) => el('li', {}, el('a', { href, id: `go:${href}` }, words), el('span', { class: 'tally' }, number.toLocaleString('en-GB')), el('p', {}, help));
  return el('section', { class: 'panel', aria: { labelledby: 'other-title' } }, el('h2', { id: 'other-title' }, 'Other work'),
    el('ul', { class: 'tiles' },
      tile('#/adjudication', 'Decide between two values', adjudication.left, 'What was read and what somebody typed differ.'),
      audit ? tile('#/audit', 'Check of accepted values', audit.left, 'A sample of what nobody had to look at, typed unseen: it measures how often carescan is wrong.') : '',
      tile('#/quarantine', 'Pages without a form', quarantine.left, 'Pages that carescan could not recognise.'),
      tile('#/people', 'Same person or not', people.left, 'Documents that may belong together.')));
}

function chainPart({ chain }) {
  return el('section', { class: 'panel', aria: { labelledby: 'chain-title' } }, el('h2', { id: 'chain-title' }, 'Record of decisions'),
    el('p', {}, chain.count ? `${count(chain.count, 'decision')}, each sealed to the one before. Keep the last seal somewhere else to be able to prove that none was changed:` : 'No decision has been made yet.'),
    chain.count ? el('p', {}, el('code', { class: 'seal' }, chain.head)) : '');
}


export class HomeScreen {
  async start() {
    const work = await get('/api/work').catch((error) => { report(this, error); return null; });
    if (this.closed) return;
    if (work) {
      report(this, null);
      this.show(work);
    }
    this.timer = setTimeout(() => this.start(), work ? refreshMs : 1500);
  }

  show(work) {
    const words = JSON.stringify(work);
    if (words === this.shown) return;
    const first = !this.shown;
    this.shown = words;
    if (first) this.people = this.peoplePart();
    const focused = document.activeElement?.id;
    const start = nextWork(work);
    const waiting = work.progress.left + work.quarantine.left + work.people.left;
    this.reviewers.textContent = work.reviewers.join(', ');
    const nodes = [
      el('div', { class: 'hero' }, el('h1', {}, waiting ? `${count(work.progress.left, 'value')} to look at` : 'Nothing is waiting'),
        start ? el('a', { class: 'button main', id: 'start', href: start.href }, `Start with ${start.label}`, el('kbd', {}, 'Enter')) : '')];
    const side = el('div', { class: 'side' }, progressPart(work), otherWork(work), this.people, chainPart(work));
    if (first) showScreen('What is waiting', el('div', { class: 'home' }, ...nodes, columnsPart(work), side));
    else this.update(nodes, columnsPart(work), side);
    (byId(first ? 'start' : focused) ?? (first ? byId('main') : null))?.focus({ preventScroll: !first });
  }

  /// New figures in the same place: where the reader is in the list, and what is half typed, stays.
  update(nodes, columns, side) {
    const scrolled = document.querySelector('.scroll')?.scrollTop ?? 0;
    document.querySelector('.home').replaceChildren(...nodes, columns, side);
    const list = document.querySelector('.scroll');
    if (list) list.scrollTop = scrolled;
  }

  peoplePart() {
    this.reviewers = el('p');
    const name = el('input', { id: 'new-reviewer', autocomplete: 'off', maxLength: 60, required: true });
    const link = el('div', { aria: { live: 'polite' } });
    const add = async (event) => {
      event.preventDefault();
      try {
        const answer = await post('/api/reviewers', { name: name.value.trim() });
        const text = el('input', { id: 'new-link', readOnly: true, value: answer.link });
        link.replaceChildren(el('label', { for: 'new-link' }, `Link for ${name.value.trim()}. It works once, on this computer, for 15 minutes.`), text);
        text.focus();
        text.select();
      } catch (error) {
        link.textContent = error.message;
      }
    };
    return el('section', { class: 'panel', aria: { labelledby: 'people-title' } }, el('h2', { id: 'people-title' }, 'Reviewers'), this.reviewers,
      el('form', { class: 'inline', submit: add }, el('label', { for: 'new-reviewer' }, 'Add a reviewer: name'), name, el('button', { type: 'submit', id: 'add-reviewer' }, 'Make a link')), link);
  }

  close() {
    this.closed = true;
    clearTimeout(this.timer);
    report(this, null);
  }
}
