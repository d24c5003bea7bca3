import type { ChainEdge, ChainNode } from './chain';

const MARKS: Readonly<Record<ChainEdge['state'], string>> = {
  holds: '',
  broken: '✗ BROKEN ',
  unknown: '? UNKNOWN ',
};

export function asText(root: ChainNode): string {
  return [root.name, ...branches(root, '')].join('\n');
}

/** The branches on which the chain is broken, as text; empty if none is broken. */
export function brokenBranches(root: ChainNode): string {
  const broken = onlyBroken(root);
  return broken.next.length === 0 ? '' : asText(broken);
}

const onlyBroken = ({ name, next }: ChainNode): ChainNode => ({
  name,
  next: next
    .map(({ to, ...edge }) => ({ ...edge, to: onlyBroken(to) }))
    .filter(({ state, to }) => state === 'broken' || to.next.length > 0),
});

function branches({ next }: ChainNode, indent: string): readonly string[] {
  return next.flatMap(({ label, state, to }, index) => {
    const last = index === next.length - 1;
    return [
      `${indent}${last ? '└─' : '├─'} ${MARKS[state]}${label} → ${to.name}`,
      ...branches(to, `${indent}${last ? '   ' : '│  '}`),
    ];
  });
}

const ARROWS: Readonly<Record<ChainEdge['state'], readonly [string, string]>> = {
  holds: ['--', '-->'],
  broken: ['-.', '.-x'],
  unknown: ['-.', '.->'],
};

/** @see https://mermaid.js.org/syntax/flowchart.html */
export function asMermaid(root: ChainNode): string {
  const lines = ['flowchart LR'];
  const broken: number[] = [];
  let nodes = 0;
  let edges = 0;
  const declare = ({ name }: ChainNode): string => {
    const id = `n${nodes++}`;
    lines.push(`  ${id}[${quoted(name)}]`);
    return id;
  };
  const follow = (from: ChainNode, id: string): void => {
    for (const { label, state, to } of from.next) {
      const next = declare(to);
      const [open, close] = ARROWS[state];
      lines.push(`  ${id} ${open} ${quoted(`${MARKS[state]}${label}`)} ${close} ${next}`);
      if (state === 'broken') broken.push(edges);
      edges++;
      follow(to, next);
    }
  };
  follow(root, declare(root));
  if (broken.length > 0) lines.push(`  linkStyle ${broken.join(',')} stroke:#d00,stroke-width:3px`);
  return lines.join('\n');
}

const quoted = (text: string): string => `"${text.replaceAll('"', '#quot;').replaceAll(/[\r\n]+/g, ' ')}"`;
