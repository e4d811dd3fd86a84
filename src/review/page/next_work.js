// Where the work goes on.

export const columnLink = ({ key }) => `#/column/${encodeURIComponent(key)}`;

/// The fullest column that others have not taken, and is not the one that was just left; else what else there is.
export function nextWork(work, leaving = '') {
  const column = work.columns.find(({ key, left, taken }) => key !== leaving && left > taken);
  if (column) return { href: columnLink(column), label: column.label };
  if (work.adjudication.left && leaving !== 'adjudication') return { href: '#/adjudication', label: 'values that differ' };
  if (work.quarantine.left) return { href: '#/quarantine', label: 'pages without a form' };
  return work.people.left ? { href: '#/people', label: 'same person or not' } : null;
}
