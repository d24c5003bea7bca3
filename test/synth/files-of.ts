import type { OutputFile } from '../../src/synth/write-files';

const text = (name: string) =>
  `metadata:\n  labels:\n    app.kubernetes.io/managed-by: cdk8s\n    of: ${name}\n`;

/** What a synthesis writes whose environment has this name: files of every one, and one of its own. */
export const filesOf = (name: string): readonly OutputFile[] =>
  ['a.k8s.yaml', 'b.k8s.yaml', 'helm/stack.values.yml', `only-${name}.k8s.yaml`].map((path) => ({
    path,
    content: text(name).repeat(1000),
  }));
