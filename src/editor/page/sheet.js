// The blank page with the form's boxes over it: chosen, drawn, moved and resized by mouse and by keyboard.
import { announce, el } from './dom.js';
import { roundBox } from './form.js';

const svgNames = 'http://www.w3.org/2000/svg';
const corners = { nw: [0, 0], ne: [1, 0], sw: [0, 1], se: [1, 1] };

function svg(tag, attributes) {
  const node = document.createElementNS(svgNames, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}

const rect = ([x, y, width, height], kind) => svg('rect', { x, y, width, height, class: kind });

/// Two corners, however they were drawn, as a box.
const between = (one, two) => [Math.min(one.x, two.x), Math.min(one.y, two.y), Math.abs(one.x - two.x), Math.abs(one.y - two.y)];

export class Sheet {
  /// `editor` has form, at, part and page, and is told: choose(at, part), changed(), added(at).
  constructor(editor) {
    this.editor = editor;
    this.image = el('img', { draggable: false });
    this.boxes = svg('svg', { 'aria-hidden': 'true' });
    this.sheet = el('div', { class: 'sheet' }, this.image, this.boxes);
    this.node = el('div', { class: 'page', id: 'sheet', tabIndex: 0, role: 'application', aria: { label: 'The page with its boxes. Arrow keys move the chosen box' }, keydown: (event) => this.key(event) }, this.sheet);
    this.boxes.addEventListener('pointerdown', (event) => this.press(event));
    this.boxes.addEventListener('pointermove', (event) => this.drag(event));
    for (const end of ['pointerup', 'pointercancel']) this.boxes.addEventListener(end, (event) => this.release(event));
  }

  show() {
    const { page, picture } = this.editor;
    if (this.image.getAttribute('src') !== picture) this.image.src = picture;
    this.image.alt = `Page ${page.number}`;
    this.boxes.setAttribute('viewBox', `0 0 ${page.width_mm} ${page.height_mm}`);
    const nodes = this.editor.form.fields.flatMap((field, at) => (field.page === page.number ? this.boxesOf(field, at) : []));
    this.boxes.replaceChildren(...nodes, ...this.handles());
  }

  boxesOf(field, at) {
    const current = at === this.editor.at;
    const whole = rect(field.box, `box ${this.editor.stateOf(at)} ${current && !this.editor.part ? 'current' : ''}`);
    whole.dataset.at = at;
    const parts = (list) => (field[list] ?? []).map((one, index) => {
      const chosen = current && this.editor.part?.[list] === index;
      const node = rect(one.box, `part ${current ? 'live' : ''} ${chosen ? 'current' : ''}`);
      Object.assign(node.dataset, { at, list, index });
      return node;
    });
    const rows = (field.rows ?? []).map((y) => svg('line', { x1: field.box[0], x2: field.box[0] + field.box[2], y1: y, y2: y, class: 'part' }));
    return [whole, ...rows, ...(field.cells ?? []).map((cell) => rect(cell, 'part')), ...parts('columns'), ...parts('options')];
  }

  handles() {
    const { form, at, part, page } = this.editor;
    if (at === null || form.fields[at]?.page !== page.number) return [];
    const [x, y, width, height] = form.boxOf(at, part);
    const size = Math.min(2.4, width / 2, height / 2);
    return Object.entries(corners).map(([name, [right, down]]) => {
      const node = rect([x + right * width - size / 2, y + down * height - size / 2, size, size], `handle ${name}`);
      node.dataset.corner = name;
      return node;
    });
  }

  point(event) {
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(this.boxes.getScreenCTM().inverse());
    const { width_mm: width, height_mm: height } = this.editor.page;
    return { x: Math.min(width, Math.max(0, at.x)), y: Math.min(height, Math.max(0, at.y)) };
  }

  press(event) {
    if (event.button !== 0) return;
    this.node.focus({ preventScroll: true });
    this.boxes.setPointerCapture(event.pointerId);
    const { corner, at, list, index } = event.target.dataset;
    const from = this.point(event);
    if (corner) {
      const [right, down] = corners[corner];
      const [x, y, width, height] = this.editor.form.boxOf(this.editor.at, this.editor.part);
      this.doing = { what: 'resize', fixed: { x: right ? x : x + width, y: down ? y : y + height } };
    } else if (at !== undefined) {
      this.editor.choose(Number(at), list ? { [list]: Number(index) } : null);
      this.doing = { what: 'move', from };
    } else {
      this.doing = { what: 'draw', from };
    }
    event.preventDefault();
  }

  drag(event) {
    if (!this.doing) return;
    const { form, at, part } = this.editor;
    const to = this.point(event);
    if (this.doing.what === 'move') {
      const [dx, dy] = [to.x - this.doing.from.x, to.y - this.doing.from.y].map((mm) => Math.round(mm * 10) / 10);
      if (!dx && !dy) return;
      form.move(at, part, dx, dy);
      this.doing.from = { x: this.doing.from.x + dx, y: this.doing.from.y + dy };
    } else if (this.doing.what === 'resize') {
      form.resize(at, part, between(this.doing.fixed, to).map((mm) => Math.round(mm * 10) / 10));
    } else {
      this.doing.box = between(this.doing.from, to).map((mm) => Math.round(mm * 10) / 10);
      this.show();
      this.boxes.append(rect(this.doing.box, 'drawn'));
      return;
    }
    this.editor.changed();
  }

  release() {
    const doing = this.doing;
    this.doing = null;
    if (doing?.what !== 'draw') return;
    if (doing.box && doing.box[2] >= 2 && doing.box[3] >= 2) this.editor.add(doing.box);
    else this.editor.choose(null, null);
  }

  /// 0.5 mm a key, with Alt 0.1 mm; with Shift the box grows and shrinks.
  key(event) {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    const { form, at, part } = this.editor;
    if (event.ctrlKey || event.metaKey) return;
    if (way && at !== null) {
      const [dx, dy] = way.map((one) => one * (event.altKey ? 0.1 : 0.5));
      const [x, y, width, height] = form.boxOf(at, part);
      if (event.shiftKey) form.resize(at, part, [x, y, width + dx, height + dy]);
      else form.move(at, part, dx, dy);
      this.editor.changed();
      announce(roundBox(form.boxOf(at, part)).join(', '));
    } else if (event.key === 'Delete' && at !== null) this.editor.remove();
    else if (event.key.toLowerCase() === 'n') this.editor.addInMiddle();
    else if (event.key === 'Enter') this.editor.nameIt();
    else if (event.key === 'Escape') this.editor.choose(null, null);
    else if (event.key === '.' || event.key === ',') this.editor.next(event.key === '.' ? 1 : -1);
    else return;
    event.preventDefault();
  }
}
