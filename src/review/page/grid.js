// Where an arrow key leads among things that lie in rows.

/// The neighbour of `card` among `cards` (objects with a node): left and right in reading order, up and down to the
/// nearest in the next row. The same card where there is none.
export function step(cards, card, way) {
  const at = cards.indexOf(card);
  if (way === 'left') return cards[Math.max(0, at - 1)];
  if (way === 'right') return cards[Math.min(cards.length - 1, at + 1)];
  const here = card.node.getBoundingClientRect();
  const rows = cards.map((one) => ({ one, box: one.node.getBoundingClientRect() }))
    .filter(({ box }) => (way === 'up' ? box.bottom <= here.top + 1 : box.top >= here.bottom - 1));
  const distance = ({ box }) => Math.abs(box.top - here.top) * 10 + Math.abs(box.left - here.left);
  return rows.sort((a, b) => distance(a) - distance(b))[0]?.one ?? card;
}
