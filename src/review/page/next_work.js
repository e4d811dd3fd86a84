// Where the work goes on.

/// The address of a column; those that hold fields of many forms have names of their own.
export const columnLink = ({ key }) => (['adjudication', 'audit'].includes(key) ? `#/${key}` : `#/column/${encodeURIComponent(key)}`);

/// The fullest column that others have not taken, and is not the one that was just left; else what else there is.
export function nextWork(work, leaving = '') {
  const column = work.columns.find(({ key, left, taken }) => key !== leaving && left > taken);
  if (column) return { href: columnLink(column), label: column.label };
  if (work.adjudication.left && leaving !== 'adjudication') return { href: '#/adjudication', label: 'values that differ' };
  if (work.audit?.left && leaving !== 'audit') return { href: '#/audit', label: 'the check of accepted values' };
  if (work.quarantine.left) return { href: '#/quarantine', label: 'pages without a form' };
  return work.people.left ? { href: '#/people', label: 'same person or not' } : null;
}
