// The registered page with a box for every field, drawn in millimetres of the paper.
import { el } from './dom.js';

const svgNames = 'http://www.w3.org/2000/svg';

function svg(tag, attributes) {
  const node = document.createElementNS(svgNames, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}

export class PagePicture {
  constructor(pages, choose) {
    this.pages = pages;
    this.choose = choose;
    this.image = el('img');
    this.boxes = svg('svg', { 'aria-hidden': 'true' });
    this.caption = el('figcaption');
    this.node = el('figure', { class: 'page', tabIndex: 0, aria: { label: 'The scanned page' } }, el('div', { class: 'sheet' }, this.image, this.boxes), this.caption);
  }

  /// Shows the page of a field, with boxes for all fields of that page; `waits` says which still want a person.
  show(field, fields, waits) {
    const page = this.pages.find(({ number }) => number === field.page);
    if (!page) return;
    if (this.number !== page.number) {
      this.number = page.number;
      this.image.src = page.picture;
      this.image.alt = `Page ${page.number} of the scanned form`;
      this.caption.textContent = `Page ${page.number} of ${this.pages.length}`;
      this.boxes.setAttribute('viewBox', `0 0 ${page.width_mm} ${page.height_mm}`);
    }
    this.boxes.replaceChildren(...fields.map((one) => this.box(one, one === field, waits)));
    this.boxes.querySelector('.current')?.scrollIntoView({ block: 'nearest' });
  }

  box(field, current, waits) {
    const [x, y, width, height] = field.box_mm;
    const state = current ? 'current' : waits(field) && !field.saved ? 'waits' : 'fine';
    const node = svg('rect', { x, y, width, height, rx: 0.8, class: state });
    node.addEventListener('click', () => this.choose(field));
    return node;
  }
}
