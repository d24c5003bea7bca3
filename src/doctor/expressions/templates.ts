/** What a Go template in an alert's labels or annotations reads. */
export interface TemplateReads {
  /** Labels of the alert's series that are printed without a condition on them. */
  readonly labels: readonly string[];
  /** Whether the value is printed, and not only used in a condition. */
  readonly printsValue: boolean;
}

const ACTION = /\{\{-?([\s\S]*?)-?\}\}/g;
const LABEL = /\$labels\.(\w+)|(?<![\w)$])\.Labels\.(\w+)|\bindex\s+\$labels\s+"(\w+)"/g;
const CONDITION = /^(if|else if|with|else with|range|define|block|template|end)\b|^\$\w+\s*:?=/;

/** @see https://prometheus.io/docs/prometheus/latest/configuration/template_reference/ */
export function templatesOf(text: string): TemplateReads {
  if (!text.includes('{{')) return { labels: [], printsValue: false };
  // Every {{ before the last }} is closed, so that no search runs to the end of a large text in vain.
  const closed = text.slice(0, text.lastIndexOf('}}') + 2);
  const actions = [...closed.matchAll(ACTION)]
    .map(([, action = '']) => action.trim())
    .filter((action) => !action.startsWith('/*'));
  const tested = new Set<string>();
  const printed = new Set<string>();
  // Inside `range query` and `with`, the dot is something else.
  const dotIsAlert = !actions.some((action) => /^(range|with)\b|\bquery\b/.test(action));
  let printsValue = false;
  for (const action of actions) {
    const condition = CONDITION.test(action);
    for (const [, ofVariable, ofDot, ofIndex] of action.matchAll(LABEL)) {
      const label = ofVariable ?? ofIndex ?? (dotIsAlert ? ofDot : undefined);
      if (label !== undefined) (condition ? tested : printed).add(label);
    }
    if (!condition && (/\$value\b/.test(action) || (dotIsAlert && /(?<![\w)$])\.Value\b/.test(action))))
      printsValue = true;
  }
  return { labels: [...printed].filter((label) => !tested.has(label)), printsValue };
}
