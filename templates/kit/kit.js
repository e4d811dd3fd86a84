// Turns <div data-field="…" data-kind="…" data-label="…"> into printed fields, draws their frames, and leaves their
// boxes as JSON in the page for scripts/build-forms. The frames are drawn from the same rounded boxes that go into
// form.json, so the picture and the template cannot drift apart.
'use strict';

const CELL = '5.6x8.4';  // mm, where data-cell does not say otherwise
const GROUP_GAP_MM = 2.6;
const BOX_GAP_MM = 0.6;  // between cells that stand apart
const LINE_MM = 9;
const ROW_MM = 9;

const mm = px => px * 25.4 / 96;
const rounded = v => Math.round(v * 20) / 20;  // 0.05 mm: finer than any printer
const element = (tag, css, text = '') => Object.assign(document.createElement(tag), {className: css, innerHTML: text});

// "3-3-4" → groups of cells with a gap; "3.1" → with a printed point between them.
const groups = text => text.split(/[-.\/]/).map(Number);

// Cells as left edge, width and height in mm from the comb's own corner. data-frame="boxes" sets them apart.
function combCells(field) {
  const [width, height] = (field.dataset.cell ?? CELL).split('x').map(Number);
  const gap = field.dataset.frame === 'boxes' ? BOX_GAP_MM : 0;
  const cells = [];
  let x = 0;
  for (const size of groups(field.dataset.cells)) {
    for (let i = 0; i < size; ++i, x += width + gap) cells.push({x, width, height});
    x += GROUP_GAP_MM - gap;
  }
  return cells;
}

function comb(field) {
  const box = element('div', 'box'), last = combCells(field).at(-1);
  box.style.width = `${last.x + last.width}mm`;
  box.style.height = `${last.height}mm`;
  field.append(box);
}

function line(field, css) {
  const box = element('div', `box ${css}`);
  if (field.dataset.height) box.style.height = `${field.dataset.height}mm`;
  field.append(box);
}

function paragraph(field) {
  const box = element('div', 'box');
  box.style.height = `${field.dataset.lines * LINE_MM}mm`;
  field.append(box);
}

function tick(label) {
  const one = element('div', 'tick', label);
  one.append(element('div', 'square'));
  return one;
}

function single(field) {
  const one = tick(field.dataset.print ?? field.dataset.label);
  one.querySelector('.square').classList.add('box');
  field.append(one);
}

// data-mark="ring": the word itself is marked, and its box is what has to be ringed.
function word(label) {
  const one = element('div', 'tick ring');
  one.append(element('span', 'word', label));
  return one;
}

// What the field's author drew stays: the outline to draw on.
function drawing(field) {
  const box = element('div', 'box drawing');
  box.append(...[...field.childNodes].filter(node => !node.classList?.contains('label')));
  if (field.dataset.height) box.style.height = `${field.dataset.height}mm`;
  field.append(box);
}

// data-options="code:Printed label|…"; data-columns lays them out in rows of that many.
function offered(field) {
  const options = field.dataset.options.split('|').map(o => o.split(/:(.*)/));
  const columns = Number(field.dataset.columns ?? options.length);
  const box = element('div', 'box'), offer = field.dataset.mark === 'ring' ? word : tick;
  for (let i = 0; i < options.length; i += columns) {
    const row = element('div', 'ticks');
    for (let j = i; j < i + columns; ++j) row.append(j < options.length ? offer(options[j][1]) : element('div', 'tick'));
    box.append(row);
  }
  field.append(box);
}

// <table data-field data-kind="table" data-rows="6" data-height="14"> with one row: a <td data-field …> for each column.
// A heading is printed over it and the row as often as data-rows says; data-height is the height of a row.
function table(field) {
  const first = field.querySelector('tr'), heading = element('tr', 'heading');
  for (const column of first.children) {
    const hint = column.dataset.hint ? ` <small>${column.dataset.hint}</small>` : '';
    const cell = element('th', '', (column.dataset.print ?? column.dataset.label) + hint);
    if (column.dataset.width) cell.style.width = `${column.dataset.width}mm`;
    heading.append(cell);
    if (FRAMED.includes(column.dataset.kind) && !column.dataset.cells) column.classList.add('box'); else inner(column);
  }
  first.style.height = `${field.dataset.height ?? ROW_MM}mm`;
  first.before(heading);
  for (let row = 1; row < Number(field.dataset.rows); ++row) first.after(first.cloneNode(true));
}

// What stands in a cell that is not written on as a whole: squares or a comb.
function inner(column) {
  if (column.dataset.square) column.style.setProperty('--square', `${column.dataset.square}mm`);
  if (column.dataset.kind === 'checkbox') column.append(element('div', 'square box'));
  else BUILD[column.dataset.kind](column);
}

const FRAMED = ['text', 'paragraph', 'signature', 'initials', 'date', 'number', 'postcode', 'phone'];  // where without cells

const BUILD = {
  text: f => line(f, 'writing'), signature: f => line(f, 'signing'), initials: f => line(f, 'writing'), paragraph,
  comb, date: comb, number: comb, nhs_number: comb, postcode: comb, phone: comb,
  checkbox: single, none_box: single, choice: offered, choices: offered, scale: offered, table, drawing,
};

function build(field) {
  const kind = field.dataset.kind;
  field.classList.add('field');
  if (!['checkbox', 'none_box', 'table'].includes(kind)) {
    const hint = field.dataset.hint ? ` <small>${field.dataset.hint}</small>` : '';
    field.append(element('div', 'label', (field.dataset.print ?? field.dataset.label) + hint));
  }
  if (field.dataset.width) field.style.width = `${field.dataset.width}mm`;
  if (field.dataset.square) field.style.setProperty('--square', `${field.dataset.square}mm`);
  BUILD[kind](field);
}

function boxOf(node, page) {
  const a = node.getBoundingClientRect(), b = page.getBoundingClientRect();
  const x = rounded(mm(a.left - b.left)), y = rounded(mm(a.top - b.top));
  return [x, y, rounded(mm(a.right - b.left)) - x, rounded(mm(a.bottom - b.top)) - y].map(v => Number(v.toFixed(2)));
}

function cellsOf(field, [x, y, , height]) {
  return combCells(field).map(cell => [Number((x + cell.x).toFixed(2)), y, cell.width, height]);
}

const LAYOUT = {date: 'DDMMYYYY'};
const ALPHABET = {date: 'digits', number: 'digits', nhs_number: 'digits', phone: 'digits', postcode: 'alphanumeric'};

// A table: its columns as they lie in the first row, and where its rows begin.
function describedTable(field, page, number) {
  const d = field.dataset, [first, ...more] = [...field.querySelectorAll('tr:not(.heading)')];
  const columns = [...first.children].map(column => {
    const {page: _, ...one} = described(column, page, number);
    return one;
  });
  const rows = [first, ...more].map(row => boxOf(row, page)[1]);
  const one = {name: d.field, label: d.label, kind: 'table', page: number, box: boxOf(field, page), columns, rows};
  if (d.continues) one.continues = d.continues;
  return one;
}

// A field as form.json has it, in the order in which the keys are written there.
function described(field, page, number) {
  const d = field.dataset, kind = d.kind;
  if (kind === 'table') return describedTable(field, page, number);
  const written = field.matches('.box') ? field : field.querySelector('.box');
  const one = {name: d.field, label: d.label, kind, page: number, box: boxOf(written, page)};
  if (d.cells) one.cells = cellsOf(field, one.box);
  if (d.options) {
    const squares = field.querySelectorAll('.square, .word');
    one.options = d.options.split('|').map((o, i) => {
      const [code, label] = o.split(/:(.*)/);
      return {code, label, box: boxOf(squares[i], page)};
    });
  }
  if (d.mark) one.mark = d.mark;
  if ('required' in d) one.required = true;
  if ('critical' in d) one.critical = true;
  if (d.alphabet ?? ALPHABET[kind]) one.alphabet = d.alphabet ?? ALPHABET[kind];
  if (LAYOUT[kind] && d.cells) one.layout = d.layout ?? LAYOUT[kind];
  if (d.unit) one.unit = d.unit;
  if (kind === 'number' && d.cells?.includes('.')) one.decimals = groups(d.cells).at(-1);
  if (d.lines) one.lines = Number(d.lines);
  if (d.max) one.max_length = Number(d.max);
  if (d.lexicon) one.lexicon = d.lexicon;
  if (d.ties) one.ties = d.ties;
  if (d.help) one.help = d.help;
  return one;
}

// A4, lying on its side where the page says class="landscape".
const sheetOf = page => page.classList.contains('landscape') ? [297, 210] : [210, 297];

const SVG = 'http://www.w3.org/2000/svg';
function shape(svg, tag, attributes) {
  const node = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  svg.append(node);
}
const frame = (svg, [x, y, width, height], stroke, thick, fill = '#fff') =>
  shape(svg, 'rect', {x, y, width, height, fill, stroke, 'stroke-width': thick});

// What stands between two groups of cells: a stroke in dates, a point in numbers, nothing elsewhere.
function separator(svg, one, left, right) {
  const middle = (left[0] + left[2] + right[0]) / 2, bottom = left[1] + left[3];
  if (one.kind === 'date')
    shape(svg, 'line', {x1: middle + 0.6, y1: left[1] + 2.2, x2: middle - 0.6, y2: bottom - 2.2, stroke: '#33454d', 'stroke-width': 0.3});
  if (one.kind === 'number') shape(svg, 'circle', {cx: middle, cy: bottom - 0.8, r: 0.6, fill: '#16262d'});
}

// A line to write on, and a tooth between two cells and at either end.
function teeth(svg, [x, y, width, height], stroke) {
  const bottom = y + height, line = (x1, y1, x2, y2) => shape(svg, 'line', {x1, y1, x2, y2, stroke, 'stroke-width': 0.28});
  line(x, bottom, x + width, bottom);
  for (const edge of [x, x + width]) line(edge, bottom - height * 0.4, edge, bottom);
}

const lower = ([x, y, width, height], by) => [x, Number((y + by).toFixed(2)), width, height];

// The frame of every cell, also where squares or a comb stand in it; then what stands there.
function drawnTable(svg, one, field) {
  const edges = [...field.querySelectorAll('.heading > th')].map(cell => boxOf(cell, field.closest('.page')));
  const heights = [...one.rows.slice(1), one.box[1] + one.box[3]].map((next, k) => next - one.rows[k]);
  edges.forEach(([x, y, width, height]) => frame(svg, [x, y, width, height], '#33454d', 0.28, 'none'));
  one.rows.forEach((top, k) => {
    for (const [x, , width] of edges) frame(svg, [x, top, width, heights[k]], '#33454d', 0.28, 'none');
    one.columns.forEach((column, i) => {
      const move = box => lower(box, top - one.rows[0]), cells = column.cells?.map(move);
      const options = column.options?.map(option => ({...option, box: move(option.box)}));
      drawn(svg, {...column, box: move(column.box), ...(cells && {cells}), ...(options && {options})},
        field.querySelectorAll('td')[i].dataset.frame);
    });
  });
}

function drawn(svg, one, look, field) {
  const line = '#33454d';
  if (one.kind === 'table') {
    drawnTable(svg, one, field);
  } else if (one.cells) {
    one.cells.forEach((cell, i) => {
      if (look === 'teeth') teeth(svg, cell, line); else frame(svg, cell, line, 0.28);
      const next = one.cells[i + 1];
      if (next && next[0] - cell[0] - cell[2] > BOX_GAP_MM + 0.1) separator(svg, one, cell, next);
    });
  } else if (one.mark === 'ring') {
    return;
  } else if (one.kind === 'drawing') {
    const [x, y, width, height] = one.box;
    shape(svg, 'rect', {x, y, width, height, fill: 'none', stroke: line, 'stroke-width': 0.28});
  } else if (one.options) {
    one.options.forEach(option => frame(svg, option.box, '#16262d', 0.38));
  } else if (one.kind === 'checkbox' || one.kind === 'none_box') {
    frame(svg, one.box, '#16262d', 0.38);
  } else {
    frame(svg, one.box, line, 0.28);
    for (let i = 1; i < (one.lines ?? 1); ++i) {
      const y = one.box[1] + i * one.box[3] / one.lines;
      shape(svg, 'line', {x1: one.box[0] + 2, x2: one.box[0] + one.box[2] - 2, y1: y, y2: y, stroke: '#8b9aa1', 'stroke-width': 0.2});
    }
  }
}

function draw(page, fields, nodes) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', 'frames');
  const [width, height] = sheetOf(page);
  svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
  fields.forEach((one, i) => drawn(svg, one, nodes[i].dataset.frame, nodes[i]));
  page.append(svg);
}

const sheets = [...document.querySelectorAll('.page')];
const FIELDS = '[data-field]:not(table *)';  // a table builds and describes its columns itself
document.querySelectorAll(FIELDS).forEach(build);
const found = {pages: [], fields: []};
sheets.forEach((page, i) => {
  const [width_mm, height_mm] = sheetOf(page);
  found.pages.push({number: i + 1, width_mm, height_mm});
  const fields = [...page.querySelectorAll(FIELDS)];
  const own = fields.map(field => described(field, page, i + 1));
  found.fields.push(...own);
  draw(page, own, fields);
});
const script = element('script', '');
script.type = 'application/json';
script.id = 'carescan-layout';
script.textContent = JSON.stringify(found);
document.body.append(script);
