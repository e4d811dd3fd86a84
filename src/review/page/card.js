// One item on the screen: its ink, and under it what was read or typed.
import { el } from './dom.js';
import { doneWords, rowWords, shownValue } from './words.js';

/// Pixels for a millimetre of paper: at least what can be read without leaning forward, at most what was scanned.
const leastScale = (widthMm) => (widthMm <= 30 ? 6 : widthMm <= 75 ? 4.2 : 3.9);
const mostScale = (widthMm) => (widthMm <= 30 ? 8 : widthMm <= 150 ? 5.5 : 4.6);

export const keyOf = (item) => `${item.document} ${item.field}`;

export class Card {
  constructor(item, column) {
    this.item = item;
    this.column = column;
    this.key = keyOf(item);
    this.done = false;
    const [width, height] = item.crop_mm.map((mm) => Math.round(mm * mostScale(item.crop_mm[0])));
    // The alternative text never says the value: in blind entry it would be told, and the ink alone is what counts.
    this.image = el('img', { src: item.crop, width, height, alt: `Writing on the paper: ${item.label}`, draggable: false });
    this.image.addEventListener('error', () => this.node.classList.add('no-picture'));
    this.value = el('p', { class: 'value' });
    this.note = el('p', { class: 'note' });
    this.node = el('li', { class: 'card', data: { document: item.document, field: item.field } },
      el('div', { class: 'ink' }, this.image, el('p', { class: 'lost' }, 'The picture could not be loaded')), this.value, this.note);
    this.least = Math.round(item.crop_mm[0] * leastScale(item.crop_mm[0]));
    this.node.style.setProperty('--most', `${width}px`);
    this.show();
  }

  /// Whether the ink can be seen: nobody confirms what was not on the screen.
  get seen() {
    return this.image.complete && this.image.naturalWidth > 0;
  }

  get mode() {
    return this.item.mode ?? this.column.mode;
  }

  /// Shows what was read, or what is being typed instead.
  show(typed = '') {
    const blind = this.mode === 'rekey';
    this.node.classList.toggle('typed', typed !== '');
    if (this.mode === 'adjudicate') this.showTwo(typed);
    else this.value.textContent = typed || (blind ? '' : shownValue(this.item));
    this.value.classList.toggle('state', !typed && this.mode === 'confirm' && this.item.state !== 'read');
    if (!this.done) this.note.textContent = this.column.kind ? rowWords(this.item) : this.item.label;
  }

  showTwo(typed) {
    const { read, typed: entered } = this.item;
    this.value.replaceChildren(...(typed ? [typed] : [
      el('span', { class: 'one' }, el('kbd', {}, '1'), ' Read: ', el('b', {}, read.display)),
      el('span', { class: 'one' }, el('kbd', {}, '2'), ` ${entered.by} typed: `, el('b', {}, entered.display))]));
  }

  select(chosen, current) {
    this.node.classList.toggle('chosen', chosen);
    this.node.classList.toggle('current', current);
    if (current) this.node.setAttribute('aria-current', 'true');
    else this.node.removeAttribute('aria-current');
  }

  /// Something was decided; it is on its way to the disk.
  decided(action, text) {
    this.done = true;
    this.node.classList.add('done');
    if (text) this.value.textContent = text;
    this.note.textContent = doneWords[action];
  }

  /// It was not taken: it waits again.
  waits(why) {
    this.done = false;
    this.node.classList.remove('done');
    this.show();
    this.note.textContent = why;
  }
}
