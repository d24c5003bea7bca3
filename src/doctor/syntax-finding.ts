import type { Finding } from '../findings/finding';
import type { InvalidInput } from '../findings/invalid-input';
import { defineCheck } from './check';

/** What is asked of every file before any other check: its findings come from whoever reads the file. */
export const syntaxCheck = defineCheck({
  id: 'manifest-syntax',
  severity: 'error',
  question: 'Is every file YAML or JSON?',
  symptom: 'kubectl apply says that it cannot convert YAML to JSON, and applies nothing of the file.',
  why: 'what is written is neither YAML nor JSON.',
  remedy: 'correct the line, or leave the file out; templates have to be rendered first.',
  see: 'https://yaml.org/spec/1.2.2/',
  needs: ['manifests'],
  find: () => [],
});

/** A file that nobody can read, as a finding: the other files are still checked. */
export function syntaxFinding({ problems }: InvalidInput, file: string): Finding {
  const [{ path: field, message: problem, found: got, fix, resource }] = problems as [
    InvalidInput['problems'][number],
  ];
  const line = Number(/^line (\d+)$/.exec(field)?.[1]);
  return {
    code: syntaxCheck.id,
    check: syntaxCheck.id,
    severity: syntaxCheck.severity,
    resource,
    path: field,
    message: problem,
    found: got,
    expected: 'YAML or JSON that kubectl can read',
    fix,
    at: { file, ...(line > 0 ? { line } : {}) },
  };
}
