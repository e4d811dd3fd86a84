// The few things that every screen does with the document.

/// An element: properties that are functions listen, `data` and `aria` become attributes, the rest are properties.
export function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null) continue;
    if (typeof value === 'function') node.addEventListener(name, value);
    else if (name === 'data') Object.assign(node.dataset, value);
    else if (name === 'aria') for (const [key, text] of Object.entries(value)) node.setAttribute(`aria-${key}`, text);
    else if (name === 'for') node.htmlFor = value;
    else if (name === 'class') node.className = value;
    else if (name in node && name !== 'role' && name !== 'list') node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ''));
  return node;
}

export const byId = (id) => document.getElementById(id);

/// Says something to a screen reader. The same words twice are said twice: a space makes them differ.
export function announce(words) {
  const region = byId('announce');
  region.textContent = region.textContent === words ? `${words} ` : words;
}

/// Shows a screen: its name as the page's title, its nodes as the main part.
export function showScreen(title, ...nodes) {
  document.title = `${title} – carescan review`;
  byId('main').replaceChildren(...nodes);
}

/// "1 value", "2 values"; numbers with commas.
export function count(number, one, many = `${one}s`) {
  return `${number.toLocaleString('en-GB')} ${number === 1 ? one : many}`;
}

/// A button that shows the key that does the same.
export function keyButton(words, key, click, properties = {}) {
  return el('button', { type: 'button', click, ...properties }, words, key ? el('kbd', {}, key) : '');
}
