import type { Finding } from '../../findings/finding';
import { readValidDocuments, type TolerantDocuments } from '../../kubernetes/read';
import { syntaxCheck } from '../syntax-finding';

/** A rule file whose templates for Prometheus lack quotes, read as if they had them. */
export interface Quoted {
  readonly documents: TolerantDocuments;
  readonly findings: readonly Finding[];
}

/** A key, and a value that begins with a template of Prometheus. */
const UNQUOTED = /^(\s*(?:- +)?[\w.-]+:\s+)(\{\{.*?)\s*$/;

/** Helm expands these before anything else reads the file. */
const OF_HELM =
  /\{\{-?\s*(?:\.(?:Values|Release|Chart|Files|Capabilities)\b|include\b|template\b|define\b|toYaml\b|tpl\b)/;

/** What Prometheus expands in alerts. */
const OF_ALERTS = /\$(?:labels|value|external(?:Labels|URL))\b|^(?:else|end)$/;

/** @param text from the start of an action up to the next one */
const isOfAlert = (text: string): boolean => {
  const end = text.indexOf('}}');
  return end !== -1 && OF_ALERTS.test(text.slice(0, end).replaceAll(/^-|-$/g, '').trim());
};

/** Invalid text with templates, as far as those are of Prometheus. Undefined for a template of something else. */
export function quotedTemplates(text: string, file: string): Quoted | undefined {
  if (OF_HELM.test(text)) return undefined;
  const findings: Finding[] = [];
  const lines = text.split('\n').map((line, index) => {
    const [, key, value] = UNQUOTED.exec(line) ?? [];
    if (key === undefined || value === undefined || !/\$(?:value|labels)\b/.test(value)) return line;
    const quoted = `${key}'${value.replaceAll("'", "''")}'`;
    const { id, severity } = syntaxCheck;
    findings.push({
      code: id,
      check: id,
      severity,
      resource: `file ${file}`,
      path: '',
      message: 'YAML reads {{ }} at the start of a value as a map, so the whole file is rejected',
      found: line.trim(),
      expected: 'the template in quotes',
      fix: quoted.trim(),
      at: { file, line: index + 1 },
    });
    return quoted;
  });
  if (findings.length > 0) {
    const documents = readValidDocuments(lines.join('\n'), file);
    if (documents.invalid.length === 0) return { documents, findings };
  }
  // Up to the next one, so that one which is not closed costs no more than others.
  const [, ...actions] = text.split('{{');
  return actions.length > 0 && actions.every(isOfAlert)
    ? { documents: readValidDocuments(text, file), findings: [] }
    : undefined;
}
