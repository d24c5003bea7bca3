import { Lexer } from 'yaml';
import type { Finding } from '../../findings/finding';
import { outlineOf, type Lines } from '../../kubernetes/outline';
import type { Suppression } from './suppression';

/** `# signalproof:ignore check-id reason` */
const MARKER = 'signalproof:ignore';
const COMMENT = /^#\s*signalproof:ignore(?:\s+(\S+))?(?:\s+(.*\S))?\s*$/;

/** What the lexer writes before the text of a scalar, whose lines may start with # too. */
const SCALAR = '\u001F';

interface Comment {
  readonly text: string;
  /** From 1. */
  readonly line: number;
}

/**
 * The suppressions in the comments of a YAML file. A comment covers the rule, or otherwise the object, on whose line it
 * is or above whose line it stands.
 */
export function commentSuppressions(text: string, file: string): readonly Suppression[] {
  if (!text.includes(MARKER)) return [];
  const objects = outlineOf(text);
  const lines = text.split('\n');
  return commentsIn(text).flatMap(({ text: comment, line }) => {
    const [whole, check = '', reason = ''] = COMMENT.exec(comment) ?? [];
    if (whole === undefined) return [];
    const about = lineBelow(lines, line);
    const object = objects.find((one) => contains(one, about));
    const rule = object?.rules.find((one) => contains(one, about));
    const found = rule ?? object;
    // Without the outline, which takes many times the memory of the text.
    const scope = found && { first: found.first, last: found.last };
    return [
      {
        check,
        reason,
        covers: rule === undefined ? 'its object' : 'its rule',
        matches: (finding: Finding) => scope !== undefined && isIn(finding, file, scope, rule !== undefined),
        at: { file, line },
        kind: 'comment' as const,
      },
    ];
  });
}

function commentsIn(text: string): readonly Comment[] {
  const comments: Comment[] = [];
  let line = 1;
  let before = '';
  for (const token of new Lexer().lex(text)) {
    if (token.startsWith('#') && before !== SCALAR) comments.push({ text: token, line });
    line += token.split('\n').length - 1;
    before = token;
  }
  return comments;
}

/** The line of a comment behind something; otherwise the next line that has something. */
function lineBelow(lines: readonly string[], line: number): number {
  const isEmpty = (index: number): boolean => /^\s*(#.*|---.*)?$/.test(lines[index] ?? 'end');
  let at = line - 1;
  while (isEmpty(at)) at += 1;
  return at + 1;
}

const contains = ({ first, last }: Lines, line: number): boolean => first <= line && line <= last;

/** A finding without a line is about everything in its file. */
const isIn = ({ at }: Finding, file: string, scope: Lines, isRule: boolean): boolean =>
  at?.file === file && (at.line === undefined ? !isRule : contains(scope, at.line));
