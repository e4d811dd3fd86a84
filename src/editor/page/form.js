// The form as it is on the screen, and what can be done to it. Millimetres, [x, y, width, height].

import { follow } from './rename.js';

const most = 200;  // steps that can be undone
const round = (mm) => Math.round(mm * 100) / 100;
export const roundBox = (box) => box.map(round);

/// Kinds that may have a cell a character, and those that have options.
export const celled = ['comb', 'date', 'number', 'nhs_number', 'postcode', 'phone'];
export const chosen = ['choice', 'choices', 'scale'];
export const kinds = ['text', 'paragraph', 'comb', 'date', 'number', 'nhs_number', 'postcode', 'phone', 'checkbox', 'choice', 'choices', 'scale',
  'signature', 'initials', 'none_box', 'drawing'];

const moved = (box, dx, dy) => roundBox([box[0] + dx, box[1] + dy, box[2], box[3]]);

/// A comb of `count` cells that fills a box.
export function cellsIn([x, y, width, height], count) {
  return Array.from({ length: count }, (_, at) => roundBox([x + (width * at) / count, y, width / count, height]));
}

export class Form {
  constructor(text) {
    this.load(text);
    this.past = [];
    this.future = [];
  }

  load(text) {
    this.json = JSON.parse(text);
    this.saved = JSON.stringify(this.json);
  }

  get dirty() {
    return JSON.stringify(this.json) !== this.saved;
  }

  get fields() {
    return this.json.fields;
  }

  /// Does something that can be undone. Changes of the same `what` close together are one step.
  change(what, action) {
    const before = JSON.stringify(this.json);
    action(this.json);
    if (JSON.stringify(this.json) === before) return;
    const now = Date.now();
    if (!what || what !== this.what || now - this.at > 1000) this.past.push(before);
    [this.what, this.at] = [what, now];
    if (this.past.length > most) this.past.shift();
    this.future = [];
  }

  undo() {
    return this.step(this.past, this.future);
  }

  redo() {
    return this.step(this.future, this.past);
  }

  step(from, to) {
    if (!from.length) return false;
    to.push(JSON.stringify(this.json));
    this.json = JSON.parse(from.pop());
    this.what = null;
    return true;
  }

  /// The box of a field, or of one of its options or columns: part is null, {options: 2} or {columns: 0}.
  boxOf(at, part) {
    const field = this.fields[at];
    if (!part) return field.box;
    const [list, index] = Object.entries(part)[0];
    return field[list][index].box;
  }

  move(at, part, dx, dy) {
    this.change(`move ${at} ${JSON.stringify(part)}`, () => {
      const field = this.fields[at];
      if (part) {
        const [list, index] = Object.entries(part)[0];
        field[list][index].box = moved(field[list][index].box, dx, dy);
        return;
      }
      field.box = moved(field.box, dx, dy);
      if (field.cells) field.cells = field.cells.map((cell) => moved(cell, dx, dy));
      for (const list of [field.options, field.columns]) for (const one of list ?? []) one.box = moved(one.box, dx, dy);
      if (field.rows) field.rows = field.rows.map((row) => round(row + dy));
    });
  }

  /// Another box; cells go with it in proportion.
  resize(at, part, box) {
    if (box[2] < 0.5 || box[3] < 0.5) return;
    this.change(`resize ${at} ${JSON.stringify(part)}`, () => {
      const field = this.fields[at];
      if (part) {
        const [list, index] = Object.entries(part)[0];
        field[list][index].box = roundBox(box);
        return;
      }
      const [x, y, width, height] = field.box;
      const [fx, fy] = [box[2] / width, box[3] / height];
      if (field.cells) field.cells = field.cells.map((cell) => roundBox([box[0] + (cell[0] - x) * fx, box[1] + (cell[1] - y) * fy, cell[2] * fx, cell[3] * fy]));
      field.box = roundBox(box);
    });
  }

  /// A new field where it stands in reading order; returns its number.
  add(page, box) {
    const names = new Set(this.fields.map(({ name }) => name));
    let number = 1;
    while (names.has(`field_${number}`)) number += 1;
    const small = box[2] <= 8 && box[3] <= 8;
    const field = { name: `field_${number}`, label: `Field ${number}`, kind: small ? 'checkbox' : 'text', page, box: roundBox(box) };
    const before = ({ page: on, box: [x, y, , height] }) => on < page || (on === page && (y + height <= box[1] + box[3] / 2 || (y < box[1] + box[3] / 2 && x < box[0])));
    let at = this.fields.length;
    while (at > 0 && !before(this.fields[at - 1])) at -= 1;
    this.change(null, () => this.fields.splice(at, 0, field));
    return at;
  }

  remove(at) {
    this.change(null, () => this.fields.splice(at, 1));
  }

  /// Sets a member of a field; an empty text, false, 0 or null takes it away.
  set(at, key, value) {
    this.change(`set ${at} ${key}`, () => {
      const field = this.fields[at];
      if (value === '' || value === false || value === null || value === 0) delete field[key];
      else field[key] = value;
    });
  }

  /// Another name; what names the field follows, unless two fields would then have one name, which nobody could undo by
  /// naming. Returns in how many places it was named.
  rename(at, name) {
    const { name: from } = this.fields[at];
    const alone = (one) => this.fields.every((field, other) => other === at || field.name !== one);
    let places = 0;
    this.change(`rename ${at}`, (json) => {
      json.fields[at].name = name;
      if (name && from && !/[{}|+[\]]/.test(name) && alone(name) && alone(from)) places = follow(json, from, name);
    });
    return places;
  }

  setKind(at, kind) {
    this.change(null, () => {
      const field = this.fields[at];
      field.kind = kind;
      if (!celled.includes(kind)) delete field.cells;
      if (!chosen.includes(kind)) for (const key of ['options', 'mark']) delete field[key];
      if (chosen.includes(kind)) field.options ??= [1, 2].map((number) => this.newOption(field, number));
    });
  }

  /// Squares from left to right in the field's box.
  newOption({ box: [x, y, width, height] }, number) {
    const side = Math.min(4.8, height);
    return { code: `option_${number}`, label: `Option ${number}`, box: roundBox([Math.min(x + (number - 1) * (side + 12), x + width - side), y + (height - side) / 2, side, side]) };
  }

  addOption(at) {
    this.change(null, () => {
      const field = this.fields[at];
      const codes = new Set(field.options.map(({ code }) => code));
      let number = field.options.length + 1;
      while (codes.has(`option_${number}`)) number += 1;
      field.options.push(this.newOption(field, number));
    });
  }
}
