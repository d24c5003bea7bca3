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

/** Undefined for a template of something else, and where other parts are invalid, too. */
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
  const documents = readValidDocuments(lines.join('\n'), file);
  return findings.length === 0 || documents.invalid.length > 0 ? undefined : { documents, findings };
}
