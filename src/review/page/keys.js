// What each key does. One table for the keyboard and for the help, so that they cannot differ.
import { byId, el } from './dom.js';

/// The keys that take a suggestion by themselves: those with which no value of the field begins; else they need Alt.
const pickKeys = { digits: '12345', letters: 'abcde' };
export const pickKey = (pickedBy, at) => pickKeys[pickedBy]?.[at] ?? `Alt + ${at + 1}`;

const plain = {
  Enter: 'confirm', ' ': 'illegible', '-': 'blank', '/': 'none', Backspace: 'undo', '?': 'help', Escape: 'back', F2: 'mend', F4: 'page',
  ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down', Home: 'first', End: 'last',
};
const shifted = { Enter: 'confirm-all', '_': 'blank-all', '-': 'blank-all', '?': 'help' };
const typing = { Enter: 'save', Escape: 'clear', F2: 'mend', F4: 'page' };

/// The command that a key means: {name, number}, or null where it is only typed. `entry` says how things stand:
/// {text, mending, touched (something was typed here before), options [{key}], pickedBy, offers (how many suggestions),
/// completion, many (lines)}.
export function commandOf(event, entry) {
  if (event.isComposing || event.metaKey) return null;
  const empty = entry.text === '' && !entry.mending;
  if (event.altKey && !event.ctrlKey && /^Digit[1-5]$/.test(event.code)) return { name: 'candidate', number: Number(event.code.at(-1)) };
  if (event.ctrlKey) return event.key.toLowerCase() === 'z' && empty ? { name: 'undo' } : null;
  if (event.altKey) return null;
  if (!empty) {
    if (event.shiftKey && event.key === 'Enter' && entry.many) return null;
    if (event.key === 'Tab' && !event.shiftKey && entry.completion) return { name: 'complete' };
    return typing[event.key] ? { name: typing[event.key] } : null;
  }
  if (event.key === 'Backspace' && (event.repeat || entry.touched)) return null;  // a hand that clears a word must not undo
  const option = entry.options.findIndex(({ key }) => key === event.key.toLowerCase());
  if (option >= 0) return { name: 'option', number: option };
  const pick = entry.options.length || event.key.length > 1 ? -1 : (pickKeys[entry.pickedBy] ?? '').indexOf(event.key.toLowerCase());
  if (pick >= 0 && pick < entry.offers) return { name: 'candidate', number: pick + 1 };
  const name = event.shiftKey ? shifted[event.key] : plain[event.key];
  return name ? { name } : null;
}

const help = [
  ['Enter', 'Confirm what is chosen: one value, or all like it on this screen'],
  ['Shift + Enter', 'Confirm everything on this screen'],
  ['Any letter or digit', 'Type what the paper says instead; Enter saves it'],
  ['Enter again', 'Save as written, if something looks odd'],
  ['The key shown on a suggestion', 'Take it: 1 to 5 for names, a to e for numbers, with Alt where a value could begin so'],
  ['Tab', 'Complete the word that you are typing, where a word is shown beside Tab'],
  ['The key shown on a choice', 'Choose it'],
  ['Space', 'Cannot be read'],
  ['- (minus)', 'Left blank'],
  ['Shift + - (minus)', 'Left blank: all that are not done on this screen (where you type without seeing the value)'],
  ['/ (slash)', 'None: the paper says that there is none'],
  ['F2', 'Mend the value that is shown: what is least sure of it is marked, and typing replaces it'],
  ['F4', 'See the whole page, and come back'],
  ['Arrow keys', 'Choose another value; inside what you type, move as usual'],
  ['Backspace or Ctrl + Z', 'Take back the last decision (when nothing is typed)'],
  ['Esc', 'Throw away what is typed; then go back'],
  ['?', 'Show these keys'],
];

/// Shows the help, and gives the keyboard back to where it was.
export function showHelp() {
  const dialog = byId('keys');
  if (dialog.open) return;
  const before = document.activeElement;
  const rows = help.map(([key, words]) => el('tr', {}, el('th', { scope: 'row' }, el('kbd', {}, key)), el('td', {}, words)));
  dialog.replaceChildren(
    el('header', {}, el('h2', { id: 'keys-title' }, 'Keys'),
      el('button', { type: 'button', class: 'main', autofocus: true, click: () => dialog.close() }, 'Close')),
    el('table', {}, el('tbody', {}, ...rows)));
  dialog.addEventListener('close', () => before?.focus(), { once: true });
  dialog.showModal();
}
