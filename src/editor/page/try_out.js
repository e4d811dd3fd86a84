// "Try it on this scan": a scan is read with the form as it is on the screen.
import { post, upload } from './api.js';
import { announce, count, el } from './dom.js';

const largest = 20 * 1024 * 1024;
const readingMs = 200000;

export class TryOut {
  constructor(editor) {
    this.editor = editor;
    this.file = el('input', { type: 'file', id: 'scan', accept: '.pdf,.png,.jpg,.jpeg,.tif,.tiff', change: () => this.take() });
    this.button = el('button', { type: 'button', id: 'try', disabled: true, click: () => this.read() }, 'Read it with this form');
    this.back = el('button', { type: 'button', id: 'blank', hidden: true }, 'Show the blank');
    this.says = el('p', { role: 'status' });
    this.result = el('div');
    this.node = el('section', { class: 'panel', aria: { labelledby: 'try-title' } }, el('h2', { id: 'try-title' }, 'Try it on a scan'),
      el('label', { for: 'scan' }, 'A filled form: PDF, PNG, JPEG or TIFF, up to 20 MB. It is kept until the editor ends.'), this.file,
      el('div', { class: 'actions' }, this.button, this.back), this.says, this.result);
  }

  async take() {
    const [file] = this.file.files;
    this.button.disabled = true;
    if (!file) return;
    if (file.size > largest) { this.says.textContent = 'This file is larger than 20 MB.'; return; }
    try {
      await upload('/api/scan', file);
      this.button.disabled = false;
      await this.read();
    } catch (error) {
      this.says.textContent = error.message;
    }
  }

  async read() {
    this.button.disabled = true;
    this.says.textContent = 'Reading …';
    try {
      this.show(await post('/api/try', { form: this.editor.form.json }, readingMs));
    } catch (error) {
      this.says.textContent = error.message;
    }
    this.button.disabled = false;
  }

  show({ documents, pages, fields }) {
    const words = pages.map((page) => (page.state === 'in_document' ? `Page ${page.page} is page ${page.form_page} of the form; the printing is ${page.residual_mm?.toFixed(2) ?? '?'} mm off.` : `Page ${page.page}: ${page.state.replace('_', ' ')}. ${page.why}`));
    this.says.textContent = [...words, documents > 1 ? `The scan holds ${documents} forms; the first is shown.` : ''].join(' ');
    this.pictures = new Map(pages.filter(({ picture }) => picture).map(({ form_page: number, picture }) => [number, `${picture}?${Date.now()}`]));
    const head = ['Field', 'Ink', 'What would be read'].map((one) => el('th', { scope: 'col' }, one));
    const stamp = Date.now();
    const rows = fields.map((field) => el('tr', {}, el('th', { scope: 'row' }, field.label || field.name),
      el('td', {}, el('img', { src: `${field.ink}?${stamp}`, alt: `Ink of ${field.label || field.name}`, loading: 'lazy' })),
      el('td', {}, el('strong', {}, field.display), el('br'), field.accepted ? 'taken as it is' : `asked: ${field.reasons.join(', ')}`)));
    this.result.replaceChildren(fields.length ? el('table', { class: 'list read' }, el('thead', {}, el('tr', {}, ...head)), el('tbody', {}, ...rows)) : '');
    announce(`${count(fields.length, 'field')} read.`);
    this.compare(this.pictures.size > 0);
  }

  /// The scan under the boxes, or the blank again.
  compare(scan) {
    this.back.hidden = !this.pictures?.size;
    this.scanned = scan;
    this.back.textContent = scan ? 'Show the blank' : 'Show the scan';
    this.back.onclick = () => this.compare(!scan);
    this.editor.show();
  }

  pictureOf(page) {
    return this.scanned ? this.pictures.get(page.number) ?? page.picture : page.picture;
  }
}
