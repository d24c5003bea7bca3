import type { Finding, Problem } from '../findings/finding';
import { NOT_ANSWERED } from '../findings/report';
import type { InvalidInput } from '../findings/invalid-input';
import type { UnnamedObject } from '../kubernetes/read';
import { defineCheck } from './check';

/** Its findings come from reading the files, before any other check runs. */
export const syntaxCheck = defineCheck({
  id: 'manifest-syntax',
  severity: 'error',
  question: 'Is every file valid YAML or JSON, and has every object a name?',
  symptom: 'kubectl apply fails with "error converting YAML to JSON" and applies nothing of the file.',
  why: 'The file is neither valid YAML nor valid JSON, or `metadata.name` is missing, often because its lines are not indented below `metadata`.',
  remedy: 'Correct the line, or remove the file; templates must be rendered first.',
  see: 'https://yaml.org/spec/1.2.2/',
  needs: ['manifests'],
  find: () => [],
});

/** The finding for a file that does not parse: the other files are still checked. */
export function syntaxFinding({ problems }: InvalidInput, file: string, text = ''): Finding {
  const [{ resource, path, message, found: line, fix, at = { file } }] = problems as [Problem];
  // Without a parser, it is unknown which lines of a Secret are its data.
  const found =
    /\bkind["']?\s*:\s*["']?Secret\b/.test(text) && line !== undefined ? 'a line of a Secret' : line;
  const { id, severity } = syntaxCheck;
  const expected = 'YAML or JSON that kubectl can read';
  return { code: id, check: id, severity, resource, path, message, found, expected, fix, at };
}

/** Of these groups, kubectl applies every object, so it needs a name; files for other tools have kinds too. */
const NAMED =
  /^(v1|apps\/v1|monitoring\.coreos\.com\/\w+|networking\.k8s\.io\/v1|rbac\.authorization\.k8s\.io\/v1)$/;

/** The finding for an object without a name, which the API server rejects. */
export function unnamedFinding(
  { apiVersion, kind, fields, line }: UnnamedObject,
  file: string,
): readonly Finding[] {
  if (!NAMED.test(apiVersion)) return [];
  const outside = ['name', 'namespace', 'labels', 'annotations'].filter((key) => Object.hasOwn(fields, key));
  const { id, severity } = syntaxCheck;
  return [
    {
      code: id,
      check: id,
      severity,
      resource: `file ${file}`,
      path: 'metadata.name',
      message: `${kind} without metadata.name, which the API server rejects`,
      found: undefined,
      expected: 'a name',
      fix:
        outside.length === 0 ? 'metadata: { name: <name> }' : `indent ${outside.join(', ')} below metadata`,
      at: { file, line },
    },
  ];
}

/** The finding for Helm values whose keys are items of a list. */
export function listedValues(file: string): Finding {
  const { id, severity } = syntaxCheck;
  return {
    code: id,
    check: id,
    severity,
    resource: `file ${file}`,
    path: '',
    message: 'Helm values in a list, but Helm reads one map, so it rejects the file',
    found: undefined,
    expected: 'a map',
    fix: 'remove the dashes before the keys of the outermost list, so that all keys are in one map',
    at: { file, line: 1 },
  };
}

/** The finding for a file or folder that cannot be opened: the others are still checked. */
export const unreadable = (error: InvalidInput, file: string): Finding => ({
  ...syntaxFinding(error, file),
  code: NOT_ANSWERED.unreadable,
  expected: 'a file that can be read',
});
